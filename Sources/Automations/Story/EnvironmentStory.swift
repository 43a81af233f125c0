import Storage

/// One environment's row.
public struct EnvironmentStory: Sendable, Hashable {
    public var name: EnvironmentName
    public var state: StateSign
    /// What stands behind the sign: "ready, 41 s", "1 of 2 pods ready", "after staging"; may hold text from outside.
    public var detail: String
    /// The image that runs there: full SHA or tag.
    public var image: String?
    /// The image that is on its way there.
    public var nextImage: String?
    public var address: String?
    public var trouble: Trouble?

    public init(
        name: EnvironmentName, state: StateSign, detail: String = "", image: String? = nil, nextImage: String? = nil,
        address: String? = nil, trouble: Trouble? = nil
    ) {
        self.name = name
        self.state = state
        self.detail = detail
        self.image = image
        self.nextImage = nextImage
        self.address = address
        self.trouble = trouble
    }
}
