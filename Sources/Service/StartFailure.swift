import Foundation

/// Why the service cannot start, in words for the person who starts it.
public struct StartFailure: Error, Sendable, Equatable, CustomStringConvertible {
    public let what: String
    public let whatToDo: String

    public init(_ what: String, whatToDo: String) {
        self.what = what
        self.whatToDo = whatToDo
    }

    public var description: String { "\(what)\n\(whatToDo)" }

    static func cannotListen(on address: SocketAddress, key: String, errno code: Int32) -> StartFailure {
        let remedy =
            switch code {
            case EADDRINUSE: "Stop the process that uses it, or set \(key) to another address."
            case EACCES: "Ports below 1024 need a privilege: set \(key) to a higher port."
            case EADDRNOTAVAIL: "This machine does not have the address: set \(key) to one it has, or to 0.0.0.0."
            default: "Set \(key) to another address."
            }
        let reason = String(cString: strerror(code)).lowercased()
        return StartFailure("cannot listen on \(address): \(reason).", whatToDo: remedy)
    }
}
