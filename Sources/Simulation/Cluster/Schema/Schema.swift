/// The type of a field of a Kubernetes object: what it may hold and how server-side apply merges it.
indirect enum Schema: Sendable {
    case string(StringRule)
    case integer
    case boolean
    case integerOrString
    /// Anything; merged by what it looks like: objects member by member, the rest as one value.
    case anything
    case map(Schema)
    case object([String: Schema], required: [String] = [], atomic: Bool = false)
    case list(Schema, ListType = .atomic)

    /// How two managers share a list.
    enum ListType: Sendable {
        /// One value, owned as a whole.
        case atomic
        /// Each element is owned on its own.
        case set
        /// Elements are told apart by these members.
        case map([String])
    }

    /// What a custom resource definition demands of a string.
    struct StringRule: Sendable {
        var pattern: String?
        var values: [String] = []
    }

    static let string = Schema.string(StringRule())
    static let strings = Schema.map(.string)

    static func oneOf(_ values: String...) -> Schema { .string(StringRule(values: values)) }
    static func matching(_ pattern: String) -> Schema { .string(StringRule(pattern: pattern)) }

    /// An object whose fields are all strings, owned as a whole.
    static func reference(_ fields: String...) -> Schema {
        .object(Dictionary(uniqueKeysWithValues: fields.map { ($0, .string) }), atomic: true)
    }

    /// The type of a member of this object or map.
    func member(_ name: String) -> Schema {
        switch self {
        case .map(let value): value
        case .object(let fields, _, _): fields[name] ?? .anything
        default: .anything
        }
    }

    /// Whether server-side apply looks at the members one by one.
    var isGranularObject: Bool {
        switch self {
        case .map, .anything: true
        case .object(_, _, let atomic): !atomic
        default: false
        }
    }
}
