import Foundation

extension String {
    /// Whether it is one line of at most so many bytes, without control characters: fit for a log, a table and a key.
    func isLine(ofAtMost bytes: Int) -> Bool {
        utf8.count <= bytes && !unicodeScalars.contains { CharacterSet.controlCharacters.contains($0) || $0.isNewline }
    }
}

extension Unicode.Scalar {
    /// Line and paragraph separators are no control characters to Unicode.
    fileprivate var isNewline: Bool { self == "\u{2028}" || self == "\u{2029}" }
}

extension KeyedDecodingContainer {
    /// A full commit SHA: 40 hex digits, or 64 in a repository with SHA-256.
    func decodeSHA(forKey key: Key) throws -> String {
        let text = try decode(String.self, forKey: key)
        guard text.utf8.count == 40 || text.utf8.count == 64, text.allSatisfy({ $0.isHexDigit && $0.isASCII }) else {
            throw DecodingError.dataCorruptedError(forKey: key, in: self, debugDescription: "is no full commit SHA")
        }
        return text
    }

    /// The name of a ref, a branch or a file: what git allows holds no control characters (git-check-ref-format).
    func decodeLine(forKey key: Key) throws -> String {
        let text = try decode(String.self, forKey: key)
        guard text.isLine(ofAtMost: 1_024) else {
            throw DecodingError.dataCorruptedError(
                forKey: key, in: self, debugDescription: "is longer than 1,024 bytes, or has control characters")
        }
        return text
    }

    func decodeLineIfPresent(forKey key: Key) throws -> String? {
        try decodeIfPresent(String.self, forKey: key) == nil ? nil : decodeLine(forKey: key)
    }
}
