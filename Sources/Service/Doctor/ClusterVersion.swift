import KubernetesAPI

/// Whether the API server is new enough.
struct ClusterVersion {
    /// Server-side apply, Pod Security by labels and every type that Slipway applies are stable from here on.
    static let oldest = 25

    let version: ServerVersion

    init(_ version: ServerVersion) {
        self.version = version
    }

    var finding: Finding {
        // Some providers write `27+`.
        let minor = Int(version.minor.prefix(while: \.isNumber)) ?? 0
        guard version.major == "1", minor < Self.oldest else { return .ok("Kubernetes \(version.gitVersion).") }
        return .warning(
            "Kubernetes \(version.gitVersion) is older than 1.\(Self.oldest): Pod Security may have no effect.",
            "Upgrade the cluster.")
    }
}
