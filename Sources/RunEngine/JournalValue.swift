import Foundation
import Storage

/// Results as they stand in the journal: JSON.
enum JournalValue {
    static func encode(_ value: some Encodable) throws -> String {
        String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
    }

    static func decode<T: Decodable>(_ type: T.Type, from text: String) throws -> T {
        try JSONDecoder().decode(type, from: Data(text.utf8))
    }
}

extension StepRecord {
    /// What a finished step returned or threw.
    func replayed<T: Decodable>() throws -> T {
        if let failure { throw try JournalValue.decode(UserError.self, from: failure) }
        do {
            return try JournalValue.decode(T.self, from: result ?? "null")
        } catch {
            throw UserError(
                what: "The recorded result of the step \"\(name)\" cannot be read by this version of Slipway.",
                why: String(describing: error), whatToDo: "Replay the delivery that led to run \(run).",
                code: "engine.unreadableResult")
        }
    }
}
