import Foundation

extension ClusterConfiguration {
    /// Where Kubernetes mounts a pod's service account.
    public static let serviceAccountFolder = "/var/run/secrets/kubernetes.io/serviceaccount"

    /// From inside a pod: the API server's address from the environment, token, CA and namespace from the service
    /// account's files.
    ///
    /// - Throws: ``ClusterConfigurationError``.
    public static func inCluster(
        environment: [String: String] = ProcessInfo.processInfo.environment,
        folder: String = serviceAccountFolder
    ) throws -> ClusterConfiguration {
        guard let host = environment["KUBERNETES_SERVICE_HOST"], !host.isEmpty,
            let port = environment["KUBERNETES_SERVICE_PORT"], !port.isEmpty
        else {
            throw ClusterConfigurationError(
                "This is not a pod of a cluster: KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not set.",
                whatToDo: "Set cluster.kubeconfig to a kubeconfig file, or run this in the cluster.")
        }
        let authority = host.contains(":") ? "[\(host)]" : host
        _ = try readText("\(folder)/token", what: "the service account's token")
        var configuration = ClusterConfiguration(
            server: "https://\(authority):\(port)", credential: .tokenFile("\(folder)/token"),
            origin: "the service account of this pod")
        configuration.certificateAuthority = try readText("\(folder)/ca.crt", what: "the cluster's CA certificate")
        let namespace = (try? String(contentsOfFile: "\(folder)/namespace", encoding: .utf8)) ?? ""
        configuration.namespace = try? NamespaceName(namespace.trimmingCharacters(in: .whitespacesAndNewlines))
        return configuration
    }
}
