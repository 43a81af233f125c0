/// How a webhook delivers. GitHub never shows the secret itself.
public struct HookConfiguration: Sendable, Hashable {
    /// Where to; empty when nothing is set.
    public let url: String
    /// `json` or `form`.
    public let contentType: String
    /// Whether deliveries are signed.
    public let hasSecret: Bool
    /// Whether GitHub checks the certificate of an https address.
    public let verifiesTLS: Bool

    public init(url: String, contentType: String = "json", hasSecret: Bool = true, verifiesTLS: Bool = true) {
        self.url = url
        self.contentType = contentType
        self.hasSecret = hasSecret
        self.verifiesTLS = verifiesTLS
    }
}

extension HookConfiguration: Decodable {
    private enum CodingKeys: String, CodingKey {
        case url, secret
        case contentType = "content_type"
        case insecureSSL = "insecure_ssl"
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        // Without a word GitHub sends forms, and checks certificates (docs.github.com, "Webhooks").
        let contentType = try values.decodeIfPresent(String.self, forKey: .contentType) ?? "form"
        let secret = try values.decodeIfPresent(String.self, forKey: .secret) ?? ""
        // A string by the documentation, a number in some answers.
        let word = try? values.decodeIfPresent(String.self, forKey: .insecureSSL)
        let number = try? values.decodeIfPresent(Int.self, forKey: .insecureSSL)
        self.init(
            url: try values.decodeIfPresent(String.self, forKey: .url) ?? "", contentType: contentType,
            hasSecret: !secret.isEmpty, verifiesTLS: word != "1" && number != 1)
    }
}

extension GitHubClient {
    /// `GET /app/hook/config`: 404 when the App has no webhook.
    public func appHook() async throws -> HookConfiguration {
        try await scoped(to: .app).send(.get("/app/hook/config"))
    }
}
