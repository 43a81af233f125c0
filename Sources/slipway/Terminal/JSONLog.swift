import Foundation
import Logging

/// Logs for machines: one JSON object a line, what belongs to it as members of its own.
struct JSONLog: LogHandler {
    let label: String
    var output: FileHandle = .standardError
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .info

    init(label: String, output: FileHandle = .standardError) {
        self.label = label
        self.output = output
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let line = Self.line(
            time: Date(), level: event.level, label: label, message: "\(event.message)",
            metadata: metadata.merging(event.metadata ?? [:]) { $1 })
        // One write for one line: lines of several threads do not mix.
        try? output.write(contentsOf: line)
    }

    /// Metadata that is called like a member of every line gets an underscore.
    static func line(
        time: Date, level: Logger.Level, label: String, message: String, metadata: Logger.Metadata
    ) -> Data {
        let own: [String: Value] = [
            "time": .text(time.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))),
            "level": .text(level.rawValue), "logger": .text(label), "message": .text(message),
        ]
        let more = metadata.map { (own[$0.key] == nil ? $0.key : $0.key + "_", Value($0.value)) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Texts, lists and objects of them can always be encoded.
        let line = (try? encoder.encode(own.merging(more) { $1 })) ?? Data()
        return line + Data("\n".utf8)
    }

    private indirect enum Value: Encodable {
        case text(String)
        case list([Value])
        case object([String: Value])

        init(_ value: Logger.MetadataValue) {
            switch value {
            case .string(let text): self = .text(text)
            case .stringConvertible(let value): self = .text("\(value)")
            case .array(let values): self = .list(values.map(Value.init))
            case .dictionary(let values): self = .object(values.mapValues(Value.init))
            }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .text(let text): try container.encode(text)
            case .list(let values): try container.encode(values)
            case .object(let values): try container.encode(values)
            }
        }
    }
}

/// How log lines are written.
enum LogFormat: String, CaseIterable, Sendable {
    case text, json

    func handler(label: String) -> any LogHandler {
        switch self {
        case .text: StreamLogHandler.standardError(label: label)
        case .json: JSONLog(label: label)
        }
    }
}
