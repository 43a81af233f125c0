import Foundation
import Redaction

/// Hands out the credential for each request: files are read again, plugins run again, when the last answer is old.
actor CredentialSource {
    /// Rotated tokens live for an hour or more; kubelet replaces the file well before.
    private static let fileLife: Duration = .seconds(60)

    private let credential: ClusterConfiguration.Credential
    private let pluginLimit: Duration
    private let clock: any Clock<Duration>
    private let now: @Sendable () -> Date
    private var cached: (value: RequestCredential, until: Date?)?
    private var running: Task<(value: RequestCredential, until: Date?), any Error>?

    /// - Parameter pluginLimit: a plugin that takes longer hangs.
    init(
        _ credential: ClusterConfiguration.Credential, pluginLimit: Duration, clock: any Clock<Duration>,
        now: @escaping @Sendable () -> Date
    ) {
        self.credential = credential
        self.pluginLimit = pluginLimit
        self.clock = clock
        self.now = now
    }

    /// Whether asking again after a refusal can bring another credential.
    nonisolated var canRenew: Bool {
        switch credential {
        case .tokenFile, .exec: true
        case .none, .token, .basic: false
        }
    }

    /// - Throws: ``ClusterConfigurationError``.
    func current() async throws -> RequestCredential {
        if let cached, cached.until.map({ now() < $0 }) ?? true { return cached.value }
        let fresh = try await renewOnce()
        cached = fresh
        return fresh.value
    }

    /// The server refused the last one: the next call asks anew.
    func forget() {
        cached = nil
    }

    /// Requests that need a credential at the same time wait for the same answer.
    private func renewOnce() async throws -> (value: RequestCredential, until: Date?) {
        if let running { return try await running.value }
        let task = Task { try await renew() }
        running = task
        defer { running = nil }
        return try await task.value
    }

    private func renew() async throws -> (value: RequestCredential, until: Date?) {
        switch credential {
        case .none: return (RequestCredential(), nil)
        case .token(let token): return (.bearer(token), nil)
        case .basic(let username, let password): return (.basic(username, password), nil)
        case .tokenFile(let path): return (try Self.token(in: path), now().addingTimeInterval(Self.fileLife.inSeconds))
        case .exec(let plugin):
            let status = try await plugin.run(limit: pluginLimit, clock: clock)
            return (Self.credential(status), status.expirationTimestamp?.date)
        }
    }

    private static func token(in path: String) throws -> RequestCredential {
        let text = try readText(path, what: "the token file").trimmingCharacters(in: .whitespacesAndNewlines)
        guard !text.isEmpty else {
            throw ClusterConfigurationError(
                "The token file \(path) is empty.", whatToDo: "Put a token into it or correct the path.")
        }
        return .bearer(Redacted(text))
    }

    private static func credential(_ status: ExecCredential.Status) -> RequestCredential {
        var credential = RequestCredential()
        if let token = status.token, !token.isEmpty { credential = .bearer(Redacted(token)) }
        if let certificate = status.clientCertificateData, let key = status.clientKeyData {
            credential.clientCertificate = ClientCertificate(certificate: certificate, key: Redacted(key))
        }
        return credential
    }
}

extension Duration {
    /// As seconds, for arithmetic with dates.
    var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
