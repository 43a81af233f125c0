/// A secret text (token, password, key). Whatever prints it prints `<redacted>`; read ``value`` only where it is used.
public struct Redacted: Sendable, Hashable {
    public let value: String

    public init(_ value: String) {
        self.value = value
    }
}

extension Redacted: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "<redacted>" }
    public var debugDescription: String { "<redacted>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
