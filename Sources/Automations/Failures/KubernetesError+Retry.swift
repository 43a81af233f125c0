import Foundation
import KubernetesAPI
import RunEngine

extension KubernetesError: RetryAdvising, UserExplaining {
    public var advice: RetryAdvice { isRetryable ? .retry() : .terminal }

    public var userError: UserError {
        UserError(what: whatHappened, whatToDo: whatToDo, code: "kubernetes.\(code.rawValue)")
    }
}
