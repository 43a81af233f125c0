import RunEngine
import Scaffolding

extension TemplateError: RetryAdvising, UserExplaining {
    public var advice: RetryAdvice { .terminal }

    public var userError: UserError {
        UserError(what: whatHappened, whatToDo: whatToDo, code: "template")
    }
}
