/// Why the database could not do what was asked, in words for the person who runs Slipway.
public struct StorageError: Error, Sendable, Equatable {
    public enum Code: String, Sendable {
        /// The file was written by a newer Slipway.
        case newerVersion
        /// The data folder or a file in it cannot be created, read or written.
        case unusable
        /// Another process serves from this data folder.
        case inUse
        /// There is no database yet.
        case missing
        /// The database refused the durability settings it needs.
        case notDurable
        /// More deliveries wait to be written than the log accepts.
        case overloaded
        /// No such row.
        case notFound
        /// The record may not go from its state to the one asked for.
        case illegalTransition
        /// The run was taken over, cancelled or superseded: its former worker may not write any more.
        case leaseLost
        /// The encryption key is malformed or does not open what was sealed.
        case wrongKey
        /// The change contradicts the schema or refers to a row that does not exist.
        case constraint
        /// The disk of the data folder is full.
        case full
        /// Another process keeps the database locked.
        case busy
        /// The disk answered with an error.
        case io
        /// The file is damaged, or is no database.
        case corrupt
        /// SQLite answered with another error.
        case sqlite
    }

    public let code: Code
    public let whatHappened: String
    public let whatToDo: String

    public init(_ code: Code, _ whatHappened: String, whatToDo: String = "") {
        self.code = code
        self.whatHappened = whatHappened
        self.whatToDo = whatToDo
    }
}

extension StorageError: CustomStringConvertible {
    public var description: String {
        whatToDo.isEmpty ? whatHappened : "\(whatHappened)\n\(whatToDo)"
    }
}

extension StorageError {
    static func notFound(_ what: String) -> StorageError {
        StorageError(.notFound, "There is no \(what) in the database.")
    }

    static func illegalTransition(_ what: String, from: String, to: String) -> StorageError {
        StorageError(.illegalTransition, "\(what) is \(from) and cannot become \(to).")
    }
}
