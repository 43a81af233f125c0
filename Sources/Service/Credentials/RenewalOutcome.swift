import Foundation
import GitHubAPI

/// How the renewal of a token ended.
enum RenewalOutcome: String, Sendable, CaseIterable {
    /// Flux has a token that it did not have.
    case renewed
    /// There was no other token to give it.
    case unchanged
    /// GitHub grants no more requests for now.
    case limited
    /// GitHub refuses the App, or the App is suspended.
    case refused
    case failed
}

extension RenewalOutcome {
    /// What a failure is, who waits because of it, and until when if that is known.
    static func of(
        _ error: any Error, project: String, installation: Int64?
    ) -> (outcome: RenewalOutcome, scope: RenewalPace.Scope, until: Date?) {
        guard let error = error as? GitHubError else { return (.failed, .project(project), nil) }
        switch error.code {
        case .rateLimited(let until): return (.limited, .all, until)
        case .unauthorized: return (.refused, .all, error.retryNotBefore)
        case .suspended:
            return (.refused, installation.map { .installation($0) } ?? .project(project), error.retryNotBefore)
        default: return (.failed, .project(project), error.retryNotBefore)
        }
    }
}
