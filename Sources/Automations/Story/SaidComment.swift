/// What the outbox holds for a commit's comment.
public struct SaidComment: Sendable, Hashable, Codable {
    /// The whole comment in Markdown, the marker included.
    public var body: String
    /// The hidden line by which the comment is found again before it is created.
    public var marker: String

    public init(body: String, marker: String) {
        self.body = body
        self.marker = marker
    }
}
