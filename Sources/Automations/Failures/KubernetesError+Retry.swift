import KubernetesAPI
import RunEngine

extension KubernetesError: RetryAdvising, UserExplaining {
    /// Everything is applied: "already exists" only means that somebody created the object at the same moment.
    public var advice: RetryAdvice { isRetryable || code == .alreadyExists ? .retry() : .terminal }

    public var userError: UserError {
        UserError(what: whatHappened, whatToDo: whatToDo, code: "kubernetes.\(code.rawValue)")
    }
}
