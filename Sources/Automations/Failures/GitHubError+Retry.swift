import GitHubAPI
import RunEngine

extension GitHubError: RetryAdvising, UserExplaining {
    /// Refusals for lack of a right are tried again too: people grant what is missing, and then the run goes on by itself.
    public var advice: RetryAdvice {
        isRetryable || isPermissionRefusal ? .retry(notBefore: retryNotBefore) : .terminal
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
