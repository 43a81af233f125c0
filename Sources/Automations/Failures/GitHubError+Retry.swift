import GitHubAPI
import RunEngine

extension GitHubError: RetryAdvising, UserExplaining {
    /// Refusals for lack of a right are tried again too: people grant what is missing, and then the run goes on by itself.
    /// Without a credential that GitHub takes nothing can be done at all, and nothing is lost by waiting for one.
    public var advice: RetryAdvice {
        if isOfCredential { return .park(notBefore: retryNotBefore) }
        return isRetryable || isPermissionRefusal ? .retry(notBefore: retryNotBefore) : .terminal
    }

    public var userError: UserError {
        UserError(what: whatHappened, whatToDo: whatToDo, code: Self.code(code))
    }

    /// The code as it stands in the journal.
    static func code(_ code: Code) -> String {
        switch code {
        case .rateLimited: "github.rateLimited"
        case .forbidden: "github.forbidden"
        default: "github.\(code)"
        }
    }
}
