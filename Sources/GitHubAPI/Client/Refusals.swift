import Foundation
import Synchronization

/// Accounts whose credential GitHub refuses: while it does, one call in a while finds out whether it still does, and all
/// others fail without being sent. GitHub locks out who comes with a bad credential too often (docs.github.com,
/// "Authenticating to the REST API", "Failed login limit").
final class Refusals: Sendable {
    private struct Refusal {
        var error: GitHubError
        var nextProbe: Date
    }

    /// Seconds between two calls that find out.
    static let pause: TimeInterval = 15

    private let accounts = Mutex<[String: Refusal]>([:])

    /// What a call for this account fails with, without being sent; nil: it is sent.
    func held(_ account: String, now: Date) -> GitHubError? {
        accounts.withLock { accounts in
            guard let known = accounts[account] else { return nil }
            guard known.nextProbe > now, known.nextProbe.timeIntervalSince(now) <= Self.pause else {
                accounts[account]?.nextProbe = now.addingTimeInterval(Self.pause)
                return nil
            }
            return known.error.held(until: known.nextProbe)
        }
    }

    /// Takes note of a refusal.
    /// - Returns: the error, with the time before which it is of no use to call again.
    func note(_ error: GitHubError, for account: String, now: Date) -> GitHubError {
        guard error.isOfCredential else { return error }
        let next = now.addingTimeInterval(Self.pause)
        accounts.withLock { $0[account] = Refusal(error: error, nextProbe: next) }
        return error.held(until: next)
    }

    /// GitHub took the credential.
    func clear(_ account: String) {
        accounts.withLock { accounts in
            if !accounts.isEmpty { accounts[account] = nil }
        }
    }

    /// The next call is sent, whatever became of the last one.
    func letProbe(_ account: String) {
        accounts.withLock { $0[account]?.nextProbe = .distantPast }
    }

    var all: [String: GitHubError] { accounts.withLock { $0.mapValues(\.error) } }
}

extension GitHubError {
    /// Whether nothing can be had with this credential until somebody mends it.
    public var isOfCredential: Bool { code == .unauthorized || code == .suspended }

    fileprivate func held(until date: Date) -> GitHubError {
        GitHubError(self, retryNotBefore: date)
    }
}

extension GitHubClient {
    /// Accounts whose credential GitHub refuses right now, such as `installation 42`, with the refusal.
    public var refusedAccounts: [String: GitHubError] { core.refusals.all }
}
