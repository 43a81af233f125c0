/// What the rules of a list in `slipway.yaml` look like.
struct RuleShape: Sendable {
    /// The key of the list.
    let list: String
    /// The keys of a rule.
    let keys: [String]
    /// What must be there, for messages.
    let essentials: String
    let example: String
    /// Whether a rule may hold quota, containerDefaults and podSecurity.
    var takesLimits = false

    static let projects = RuleShape(
        list: "projects", keys: ["match", "topic", "template"], essentials: "match and template",
        example: "- { match: \"acme/*\", template: static-site }", takesLimits: true)

    static let registries = RuleShape(
        list: "registries", keys: ["owner", "match", "host", "username", "password", "passwordFile"],
        essentials: "owner or match", example: "- { owner: acme, username: acme-bot, passwordFile: acme-token }")
}
