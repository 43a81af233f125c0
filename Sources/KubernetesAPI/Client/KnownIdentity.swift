/// Whom the cluster takes a client for, as it said last.
actor KnownIdentity {
    private var known: ClusterIdentity?

    /// - Parameter ask: the cluster, where nothing is known yet.
    func value(isFresh: Bool, _ ask: @Sendable () async throws -> ClusterIdentity) async throws -> ClusterIdentity {
        if let known, !isFresh { return known }
        let identity = try await ask()
        known = identity
        return identity
    }
}

extension KubernetesClient {
    /// Whom the cluster takes this client for; asked once, and remembered.
    /// - Parameter isFresh: ask again all the same: the credential may be another one by now.
    public func identity(isFresh: Bool = false) async throws -> ClusterIdentity {
        try await knownIdentity.value(isFresh: isFresh) { try await whoAmI() }
    }
}
