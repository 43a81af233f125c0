import Foundation

/// Why a delivery could not be decoded. The texts hold no part of the body but names of fields.
public enum EventError: Error, Sendable, Equatable {
    /// The body is no JSON object.
    case notJSON
    /// More values than any payload of GitHub's has; decoding them would take too much memory.
    case tooManyValues
    /// The header names one event, the body is another's.
    case shape(name: String, looksLike: String)
    /// A field is missing or of another type.
    case field(name: String, path: String, problem: String)
}

extension EventError: CustomStringConvertible, LocalizedError {
    public var description: String {
        switch self {
        case .notJSON:
            "The body is not a JSON object."
        case .tooManyValues:
            "The body has more than \(BodyWeight.mostValues) JSON values, more than GitHub ever sends."
        case .shape(let name, let looksLike):
            "The header says \"\(name)\", but the body has the shape of \(looksLike). Headers are not signed, so it "
                + "is not acted upon."
        case .field(let name, let path, let problem):
            "The body of this \"\(name)\" event cannot be understood: \(path): \(problem)."
        }
    }
    public var errorDescription: String? { description }
}

extension EventError {
    init(name: String, _ error: DecodingError) {
        switch error {
        case .keyNotFound(let key, let context):
            self = .field(name: name, path: Self.path(context.codingPath + [key]), problem: "is missing")
        case .valueNotFound(_, let context):
            self = .field(name: name, path: Self.path(context.codingPath), problem: "is null")
        case .typeMismatch(_, let context):
            self = .field(name: name, path: Self.path(context.codingPath), problem: "has another type")
        case .dataCorrupted(let context):
            self = .field(name: name, path: Self.path(context.codingPath), problem: context.debugDescription)
        @unknown default:
            self = .field(name: name, path: "body", problem: "cannot be decoded")
        }
    }

    private static func path(_ keys: [any CodingKey]) -> String {
        keys.isEmpty ? "body" : keys.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
    }
}
