extension TemplateVariables {
    /// The names ``init(settings:)`` takes, in the order a person would give them.
    public static let settingNames = [
        "name", "owner", "defaultBranch", "githubWeb", "registryHost", "domain", "ingressClass", "clusterIssuer",
        "projectID",
    ]

    /// From `--set name=value` pairs. Without an owner `acme` stands in; an empty text counts as absent.
    /// - Throws: ``TemplateError`` without a name. Names that are not settings are left to the template's own
    ///   variables: see ``Template/render(_:values:)``.
    public init(settings: [String: String]) throws(TemplateError) {
        let given = settings.filter { !$0.value.isEmpty }
        guard let name = given["name"] else { throw TemplateError(.missingValue("name")) }
        self.init(
            owner: given["owner"] ?? "acme", name: name, defaultBranch: given["defaultBranch"] ?? "main",
            githubWeb: given["githubWeb"] ?? "https://github.com", registryHost: given["registryHost"] ?? "ghcr.io",
            domain: given["domain"], ingressClass: given["ingressClass"], clusterIssuer: given["clusterIssuer"],
            projectID: given["projectID"])
    }
}
