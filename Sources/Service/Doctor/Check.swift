/// One line of the report: what was looked at, and what came of it.
public struct Check: Sendable, Hashable {
    /// A part of what Slipway stands on; the report is in this order.
    public enum Area: String, Sendable, Hashable, CaseIterable, Codable {
        case configuration
        case webhookSecret = "webhook secret"
        case github = "GitHub"
        case registry
        case cluster
        case database
        case clock
    }

    public let area: Area
    /// Its name within the area. It stays the same from one version to the next.
    public let title: String
    public let finding: Finding

    init(_ area: Area, _ title: String, _ finding: Finding) {
        self.area = area
        self.title = title
        self.finding = finding
    }
}
