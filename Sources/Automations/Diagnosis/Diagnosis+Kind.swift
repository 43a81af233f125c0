extension Diagnosis {
    /// Everything that can be the matter, by a name that stays: metrics, the API and records use it.
    ///
    /// In the order of importance: what makes others follow comes first.
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        // Flux itself
        case fluxNotInstalled
        case fluxNotRunning
        case environmentNotPrepared
        case fluxSuspended
        // Fetching the repository
        case gitLoginMissing
        case gitLoginRefused
        case repositoryGone
        case branchMissing
        case gitProxyFailing
        case gitHostUnknown
        case gitHostUntrusted
        case gitHostUnreachable
        case sourceFailed
        // Building and applying the manifests
        case overlayMissing
        case manifestsInvalid
        case objectKindUnknown
        case impersonationForbidden
        case hostTaken
        case objectUnchangeable
        case admissionUnavailable
        case objectRefused
        case fluxStalled
        case applyFailed
        // Pods that the cluster does not create
        case quotaExceeded
        case requestsMissing
        case limitRangeExceeded
        case podSecurityViolated
        case serviceAccountMissing
        case podsRefused
        // Volumes
        case claimMissing
        case storageClassMissing
        case claimPending
        case volumeInUse
        case volumeSourceMissing
        // A place to run
        case resourcesInsufficient
        case nodesTainted
        case nodesUnmatched
        case unschedulable
        case podEvicted
        // Images
        case imageNotUsed
        case imageNameInvalid
        case imageBuildFailed
        case imageNeverBuilt
        case imageTagMissing
        case registryLoginMissing
        case registryLoginRefused
        case registryScopeMissing
        case imagePlatformMissing
        case registryLimited
        case registryUnreachable
        case imagePullFailed
        case imageBeingBuilt
        // Containers
        case configurationMissing
        case runsAsRoot
        case commandNotFound
        case containerCannotStart
        case outOfMemory
        case livenessFailing
        case crashLoop
        case readinessFailing
        // Workloads
        case jobFailed
        case rolloutPaused
        case rolloutStuck
        // Routes
        case ingressClassMissing
        case ingressClassUnset
        case ingressHostShared
        case certManagerMissing
        case issuerMissing
        case certificateFailed
        case certificatePending
        case ingressWithoutAddress
        // What follows from others
        case healthCheckFailed
        case dependencyNotReady
        case sourceNotReady
        case fluxTooSlow
        case podsTooSlow

        var rank: Int { Self.ranks[self] ?? 0 }

        private static let ranks = Dictionary(uniqueKeysWithValues: allCases.enumerated().map { ($1, $0) })
    }
}
