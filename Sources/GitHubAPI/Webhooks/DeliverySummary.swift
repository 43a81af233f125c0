import Foundation

/// The few fields of a delivery that the log shows, whatever the event.
public struct DeliverySummary: Sendable, Hashable, Codable {
    public var action: String?
    /// As in the payload, e.g. `acme/web-shop`; not checked.
    public var repositoryFullName: String?
    public var repositoryID: Int64?
    /// Login of the person or App that caused it.
    public var sender: String?
    public var installationID: Int64?

    public init(
        action: String? = nil, repositoryFullName: String? = nil, repositoryID: Int64? = nil, sender: String? = nil,
        installationID: Int64? = nil
    ) {
        self.action = action
        self.repositoryFullName = repositoryFullName
        self.repositoryID = repositoryID
        self.sender = sender
        self.installationID = installationID
    }

    /// Looks into a body. Fields that are absent, of another type or no short line of text stay `nil`; so does everything when it is no JSON,
    /// or heavier than any payload of GitHub's.
    public static func peek(_ body: some DataProtocol) -> DeliverySummary {
        let body = Data(body)
        guard !BodyWeight.isTooHeavy(body) else { return DeliverySummary() }
        return (try? JSONDecoder().decode(Peek.self, from: body).summary) ?? DeliverySummary()
    }

    private struct Peek: Decodable {
        let summary: DeliverySummary

        enum CodingKeys: String, CodingKey {
            case action, repository, sender, installation
            case id, login
            case fullName = "full_name"
        }

        init(from decoder: any Decoder) throws {
            let top = try decoder.container(keyedBy: CodingKeys.self)
            let repository = try? top.nestedContainer(keyedBy: CodingKeys.self, forKey: .repository)
            let sender = try? top.nestedContainer(keyedBy: CodingKeys.self, forKey: .sender)
            let installation = try? top.nestedContainer(keyedBy: CodingKeys.self, forKey: .installation)
            summary = DeliverySummary(
                action: Self.line(try? top.decodeIfPresent(String.self, forKey: .action)),
                repositoryFullName: Self.line(try? repository?.decodeIfPresent(String.self, forKey: .fullName)),
                repositoryID: try? repository?.decodeIfPresent(Int64.self, forKey: .id),
                sender: Self.line(try? sender?.decodeIfPresent(String.self, forKey: .login)),
                installationID: try? installation?.decodeIfPresent(Int64.self, forKey: .id))
        }

        private static func line(_ text: String??) -> String? {
            text.flatMap { $0 }.flatMap { $0.isLine(ofAtMost: 200) ? $0 : nil }
        }
    }
}
