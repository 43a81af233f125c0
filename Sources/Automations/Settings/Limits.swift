import Foundation

/// What each environment of a project may use, what containers get that say nothing, and what pods may do.
public struct Limits: Sendable, Hashable, Codable {
    /// `spec.hard` of the ResourceQuota.
    public var quota: [String: String]
    /// Limits of a container that states none.
    public var defaultLimits: [String: String]
    /// Requests of a container that states none.
    public var defaultRequests: [String: String]
    public var podSecurity: PodSecurity

    public init(
        quota: [String: String] = ["pods": "10", "requests.cpu": "2", "requests.memory": "4Gi"],
        defaultLimits: [String: String] = ["cpu": "500m", "memory": "512Mi"],
        defaultRequests: [String: String] = ["cpu": "100m", "memory": "128Mi"],
        podSecurity: PodSecurity = PodSecurity()
    ) {
        self.quota = quota
        self.defaultLimits = defaultLimits
        self.defaultRequests = defaultRequests
        self.podSecurity = podSecurity
    }

    /// These, but for what `choice` says otherwise, key by key.
    public func with(_ choice: LimitsChoice) -> Limits {
        var limits = self
        limits.quota.merge(choice.quota) { $1 }
        limits.defaultLimits.merge(choice.defaultLimits) { $1 }
        limits.defaultRequests.merge(choice.defaultRequests) { $1 }
        limits.podSecurity.enforce = choice.enforce ?? podSecurity.enforce
        limits.podSecurity.warn = choice.warn ?? podSecurity.warn
        limits.podSecurity.audit = choice.audit ?? podSecurity.audit
        return limits
    }

    /// The same for the same limits, to compare with what was applied.
    public var text: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Dictionaries of texts can always be encoded.
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// What was applied; without a record that of versions whose limits could not be chosen.
    public init(applied text: String?) {
        let known = text.flatMap { try? JSONDecoder().decode(Limits.self, from: Data($0.utf8)) }
        self = known ?? Limits()
    }
}

/// What Pod Security Admission does about pods, by the levels of the Pod Security Standards.
public struct PodSecurity: Sendable, Hashable, Codable {
    public enum Level: String, Sendable, Hashable, Codable, CaseIterable {
        case privileged, baseline, restricted
    }

    /// What violates it is refused.
    public var enforce: Level
    /// Of what violates it whoever applies it is told.
    public var warn: Level
    /// What violates it stands in the API server's audit log; nil: nothing does.
    public var audit: Level?

    public init(enforce: Level = .baseline, warn: Level = .restricted, audit: Level? = nil) {
        self.enforce = enforce
        self.warn = warn
        self.audit = audit
    }

    var labels: [String: String] {
        let prefix = "pod-security.kubernetes.io"
        var labels = ["\(prefix)/enforce": enforce.rawValue, "\(prefix)/warn": warn.rawValue]
        labels["\(prefix)/audit"] = audit?.rawValue
        return labels
    }
}

/// What a part of the configuration says of limits; the rest is left as it is.
public struct LimitsChoice: Sendable, Hashable {
    public var quota: [String: String]
    public var defaultLimits: [String: String]
    public var defaultRequests: [String: String]
    public var enforce: PodSecurity.Level?
    public var warn: PodSecurity.Level?
    public var audit: PodSecurity.Level?

    public init(
        quota: [String: String] = [:], defaultLimits: [String: String] = [:], defaultRequests: [String: String] = [:],
        enforce: PodSecurity.Level? = nil, warn: PodSecurity.Level? = nil, audit: PodSecurity.Level? = nil
    ) {
        self.quota = quota
        self.defaultLimits = defaultLimits
        self.defaultRequests = defaultRequests
        self.enforce = enforce
        self.warn = warn
        self.audit = audit
    }
}
