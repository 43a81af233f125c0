/// Why the way to the cluster cannot be read or used. Names the file and entry, and never a credential.
public struct ClusterConfigurationError: Error, Sendable, Hashable, CustomStringConvertible {
    public let whatHappened: String
    public let whatToDo: String

    init(_ whatHappened: String, whatToDo: String) {
        self.whatHappened = whatHappened
        self.whatToDo = whatToDo
    }

    public var description: String { "\(whatHappened) \(whatToDo)" }
}
