import Synchronization

/// A secret that may be replaced while Slipway runs. Copies of the settings share it, so that whoever uses it next has the
/// new one.
public final class LiveSecret: Sendable {
    /// The file it is read from; nil: it stands in the configuration, and stays.
    public let file: String?
    private let current: Mutex<Redacted>

    public init(_ value: Redacted, file: String? = nil) {
        self.file = file
        current = Mutex(value)
    }

    public var value: Redacted { current.withLock { $0 } }

    /// - Returns: whether it was another one before.
    @discardableResult
    public func replace(with value: Redacted) -> Bool {
        current.withLock { current in
            defer { current = value }
            return current != value
        }
    }
}
