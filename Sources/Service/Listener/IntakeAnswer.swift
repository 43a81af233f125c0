import Foundation
import GitHubAPI
import Logging
import NIOHTTP1

/// Everything the webhook's address can answer.
enum IntakeAnswer: Error {
    case accepted(String)
    case duplicate(String)
    case refused(DeliveryRefusal)
    case wrongSignature
    case notFound
    case methodNotAllowed
    /// The body ended before it was complete, or was no HTTP.
    case interrupted
    /// The body did not arrive in time.
    case tooSlow
    case overloaded
    /// The delivery could not be written; the text is for the log.
    case notStored(String)

    var status: HTTPResponseStatus {
        switch self {
        case .accepted: .accepted
        case .duplicate: .ok
        case .refused(let refusal): .init(statusCode: refusal.status)
        case .wrongSignature: .unauthorized
        case .notFound: .notFound
        case .methodNotAllowed: .methodNotAllowed
        case .interrupted: .badRequest
        case .tooSlow: .requestTimeout
        case .overloaded, .notStored: .serviceUnavailable
        }
    }

    /// `status` of the JSON answer, and of the log line.
    var word: String {
        switch self {
        case .accepted: "accepted"
        case .duplicate: "duplicate"
        case .notStored, .overloaded: "not stored"
        default: "refused"
        }
    }

    private var reason: String? {
        switch self {
        case .accepted, .duplicate: nil
        case .refused(let refusal): refusal.description
        case .wrongSignature:
            "The signature does not fit the body. The secret of the webhook on GitHub is not the one configured here."
        case .notFound: "Webhooks are received at POST \(Intake.path)."
        case .methodNotAllowed: "Webhooks are received with POST."
        case .interrupted: "The body was not received completely."
        case .tooSlow: "The body did not arrive in time."
        case .overloaded: "Too many bodies are being received. Send the delivery again later."
        case .notStored: "The delivery could not be stored. Send it again later."
        }
    }

    var logReason: String? {
        if case .notStored(let error) = self { return error }
        return reason
    }

    var logLevel: Logger.Level {
        switch self {
        // The log tells of an accepted delivery what became of it.
        case .accepted, .notFound, .methodNotAllowed: .debug
        case .duplicate: .info
        case .notStored: .error
        default: .warning
        }
    }

    /// Whether the client may still be sending when it is answered.
    var leavesBodyUnread: Bool {
        switch self {
        case .accepted, .duplicate, .wrongSignature, .notStored: false
        default: true
        }
    }

    var json: String {
        switch self {
        // A GUID that got this far consists of letters, digits, - and _.
        case .accepted(let guid), .duplicate(let guid): #"{"delivery":"\#(guid)","status":"\#(word)"}"#
        default: Self.encoded(["status": word, "reason": reason])
        }
    }

    private static func encoded(_ fields: [String: String?]) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // A dictionary of texts always encodes.
        return (try? encoder.encode(fields.compactMapValues { $0 })).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
