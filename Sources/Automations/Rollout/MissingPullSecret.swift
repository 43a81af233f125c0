import KubernetesAPI

extension ClusterEvent {
    /// The names of pull Secrets that are not there: `Unable to retrieve some image pull secrets (a, b); …`.
    var missingPullSecrets: String? {
        guard reason == "FailedToRetrieveImagePullSecret" else { return nil }
        return message?.firstMatch(of: /secrets \(([^)]+)\)/).map { String($0.1) }
    }
}

extension WorkloadObservation {
    /// Whether pods do not find the Secret with the registry's login that Slipway keeps.
    var lacksOwnPullSecret: Bool {
        events.contains { event in
            let names = event.missingPullSecrets?.split(separator: ",").map { $0.trimmingPrefix(while: \.isWhitespace) }
            return names?.contains { ObjectName.isRegistryAuth(String($0)) } ?? false
        }
    }
}

extension ObjectName {
    fileprivate static func isRegistryAuth(_ text: String) -> Bool {
        (try? ObjectName(text)).map(ProjectNames.isRegistryAuth) ?? false
    }
}
