import Foundation

/// What a real API server answered, where those recordings are at hand (a folder beside the package).
enum Transcripts {
    struct File: Decodable, Sendable {
        var exchanges: [Exchange]
    }

    struct Exchange: Decodable, Sendable {
        struct Request: Decodable, Sendable {
            var method: String
            var path: String
        }

        struct Response: Decodable, Sendable {
            var status: Int
            var headers: [String: Header]?
            var body: JSON?
            var events: [JSON]?
        }

        var request: Request
        var response: Response
    }

    /// A header that came once or several times.
    enum Header: Decodable, Sendable {
        case one(String)
        case several([String])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self) {
                self = .one(text)
            } else {
                self = .several(try container.decode([String].self))
            }
        }
    }

    /// Any JSON, kept to be written again.
    enum JSON: Codable, Sendable {
        case null
        case bool(Bool)
        case int(Int)
        case double(Double)
        case string(String)
        case array([JSON])
        case object([String: JSON])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .null
            } else if let value = try? container.decode(Bool.self) {
                self = .bool(value)
            } else if let value = try? container.decode(Int.self) {
                self = .int(value)
            } else if let value = try? container.decode(Double.self) {
                self = .double(value)
            } else if let value = try? container.decode(String.self) {
                self = .string(value)
            } else if let value = try? container.decode([JSON].self) {
                self = .array(value)
            } else {
                self = .object(try container.decode([String: JSON].self))
            }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .null: try container.encodeNil()
            case .bool(let value): try container.encode(value)
            case .int(let value): try container.encode(value)
            case .double(let value): try container.encode(value)
            case .string(let value): try container.encode(value)
            case .array(let value): try container.encode(value)
            case .object(let value): try container.encode(value)
            }
        }

        subscript(_ key: String) -> JSON? {
            guard case .object(let members) = self else { return nil }
            return members[key]
        }

        var text: String? {
            guard case .string(let text) = self else { return nil }
            return text
        }

        var items: [JSON] {
            guard case .array(let items) = self else { return [] }
            return items
        }

        /// The bytes as they were sent: text bodies are not JSON.
        var data: Data {
            get throws {
                if let text { return Data(text.utf8) }
                return try JSONEncoder().encode(self)
            }
        }
    }

    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("shared/kubernetes-transcripts")

    static var arePresent: Bool { FileManager.default.fileExists(atPath: folder.path) }

    /// All exchanges, with the name of the file; read once.
    static func exchanges() throws -> [(file: String, exchange: Exchange)] { try all.get() }

    private static let all = Result { try read() }

    private static func read() throws -> [(file: String, exchange: Exchange)] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".json") }
        return try names.sorted().flatMap { name in
            let data = try Data(contentsOf: folder.appendingPathComponent(name))
            return try JSONDecoder().decode(File.self, from: data).exchanges.map { (name, $0) }
        }
    }
}
