import Storage

/// The keys of a data folder, for programs.
public struct KeyListing: Encodable, Sendable {
    struct Key: Encodable, Sendable {
        let key: String?
        let role: SealingReport.Key.Role
        let values: Int
        let opened: Int
    }

    let keys: [Key]
    let values: Int
    let opened: Int

    public init(_ report: SealingReport) {
        keys = report.keys.map { Key(key: $0.id, role: $0.role, values: $0.values, opened: $0.opened) }
        values = report.values
        opened = report.opened
    }
}
