import Foundation

/// Files of the package that are made from the program, or must go with it.
enum Documents {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardized

    /// `make docs` sets this: pages are written instead of compared.
    static let areWritten = ProcessInfo.processInfo.environment["SLIPWAY_WRITE_DOCS"] != nil

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// What the package has under this path. Writes it first where pages are to be written.
    static func page(_ path: String, madeOf text: String) throws -> String {
        if areWritten { try text.write(to: root.appending(path: path), atomically: true, encoding: .utf8) }
        return try self.text(path)
    }
}
