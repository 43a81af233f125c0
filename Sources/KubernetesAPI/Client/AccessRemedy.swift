/// What helps when the authorizer refuses a request about a Secret: whoever may read Secrets only in namespaces of its own
/// binds the right to itself there, and a server takes a moment until it has seen a new binding.
public struct AccessRemedy: Sendable {
    /// Gives the right to Secrets in a namespace; false: it is none of ours.
    public typealias Give = @Sendable (KubernetesClient, NamespaceName) async throws -> Bool

    let give: Give
    /// Before each further attempt.
    let pauses: [Duration]
    /// What a person should look at when none of them succeeds.
    let hint: @Sendable (NamespaceName) -> String

    public init(
        give: @escaping Give, pauses: [Duration] = Self.usualPauses, hint: @escaping @Sendable (NamespaceName) -> String
    ) {
        self.give = give
        self.pauses = pauses
        self.hint = hint
    }

    /// Servers read roles through a watch: what is written holds within a second nearly always.
    public static let usualPauses: [Duration] = [
        .milliseconds(100), .milliseconds(300), .milliseconds(600), .seconds(1), .seconds(2),
    ]
}
