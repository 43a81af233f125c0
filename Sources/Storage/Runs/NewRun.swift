/// A run to be enqueued.
public struct NewRun: Sendable, Equatable {
    public var automation: String
    /// Unique for what is to be done; a second run with the same key is never made.
    public var key: String
    public var project: String
    /// JSON.
    public var input: String
    public var delivery: String?

    /// - Throws: what `input` throws when it is encoded.
    public init(
        automation: String, key: String, project: String, input: some Encodable, delivery: String? = nil
    ) throws {
        self.automation = automation
        self.key = key
        self.project = project
        self.input = try JSONText.encode(input)
        self.delivery = delivery
    }
}

/// The run that stands for what was asked, new or known.
public struct Enqueued: Sendable, Equatable {
    public let run: RunRecord
    public let isNew: Bool
}
