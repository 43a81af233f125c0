import Foundation
import Storage

/// Whether trying again can help.
public enum RetryAdvice: Sendable, Equatable {
    case terminal
    /// Not before that time, when it is known (`Retry-After`, the reset of a rate limit).
    case retry(notBefore: Date? = nil)
    /// It helps as soon as somebody has mended something, however long that takes: tried again without limit, and not
    /// counted as an attempt.
    case park(notBefore: Date? = nil)
}

extension RetryAdvice {
    var isPark: Bool {
        if case .park = self { true } else { false }
    }
}

/// An error that knows whether trying again can help. Errors that do not are tried again as the policy allows.
public protocol RetryAdvising: Error {
    var advice: RetryAdvice { get }
}

extension UserError: RetryAdvising {
    public var advice: RetryAdvice { .terminal }
}

extension DecodingError: RetryAdvising {
    public var advice: RetryAdvice { .terminal }
}

extension StorageError: RetryAdvising, UserExplaining {
    public var advice: RetryAdvice {
        switch code {
        case .sqlite, .overloaded: .retry()
        default: .terminal
        }
    }

    public var userError: UserError {
        UserError(what: whatHappened, whatToDo: whatToDo, code: "storage.\(code.rawValue)")
    }
}
