import Foundation

/// Where the simulated source-controller gets a branch from. The simulated GitHub is one.
public protocol SourceFetching: Sendable {
    /// The head of a branch and its files. Credentials are checked as GitHub checks them for git over HTTPS.
    func fetchSource(_ request: SourceRequest) async throws(SourceFailure) -> SourceSnapshot
}

/// What a `GitRepository` asks for.
public struct SourceRequest: Sendable, Hashable {
    /// `spec.url`.
    public let url: String
    /// `spec.ref.branch`.
    public let branch: String
    /// From the Secret of `spec.secretRef`, if there is one.
    public let username: String?
    public let password: String?
    /// From the Secret of `spec.proxySecretRef`, if there is one.
    public let proxy: Proxy?

    /// What the Secret of a proxy holds.
    public struct Proxy: Sendable, Hashable {
        public let address: String
        public let username: String?
        public let password: String?
    }

    public init(
        url: String, branch: String, username: String? = nil, password: String? = nil, proxy: Proxy? = nil
    ) {
        self.url = url
        self.branch = branch
        self.username = username
        self.password = password
        self.proxy = proxy
    }
}

/// A branch as it was when it was fetched.
public struct SourceSnapshot: Sendable, Hashable {
    /// The full SHA-1 of the commit.
    public let commit: String
    /// Contents by path from the root of the repository.
    public let files: [String: Data]

    public init(commit: String, files: [String: Data]) {
        self.commit = commit
        self.files = files
    }
}

/// Why a branch could not be fetched; `message` reads like what Flux shows in the `Ready` condition.
public struct SourceFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// The reason of the condition, such as `GitOperationFailed`.
    public let reason: String
    public let message: String

    public init(reason: String = "GitOperationFailed", message: String) {
        self.reason = reason
        self.message = message
    }

    public var description: String { "\(reason): \(message)" }
}
