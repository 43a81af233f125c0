import Foundation
import Redaction

extension ConfigurationReader {
    static let tokenSubject = "GitHub's token"

    /// Without a usable credential, and then with a problem, it is ``ConfigurationDraft/noToken``.
    mutating func github() -> (github: Configuration.GitHub, web: String) {
        // One that is wrong is no address at all: a credential for another GitHub is not for api.github.com.
        let standard = values["github.api"] == nil ? "https://api.github.com" : ""
        let api = url("github.api", example: "https://api.github.com") ?? standard
        let web = url("github.web", example: "https://github.com") ?? Self.web(of: api)
        let secrets = webhookSecrets()
        let credential = credential() ?? .token(LiveSecret(ConfigurationDraft.noToken))
        let files = webhookSecretFiles()
        return (.init(api: api, credential: credential, webhookSecrets: secrets, webhookSecretFiles: files), web)
    }

    /// GitHub Enterprise Server has its API at `https://HOST/api/v3` and its pages at `https://HOST`.
    private static func web(of api: String) -> String {
        guard api.hasSuffix("/api/v3") else { return "https://github.com" }
        return String(api.dropLast("/api/v3".count))
    }

    private mutating func credential() -> Configuration.Credential? {
        let app = values["github.app.id"] ?? values["github.app.privateKey"] ?? values["github.app.privateKeyFile"]
        let token = values["github.token"] ?? values["github.tokenFile"]
        switch (app?.place, token?.place) {
        case (nil, nil):
            report(
                nil, FirstSteps.noCredential,
                "Run slipway app create; or set github.app.id and github.app.privateKeyFile, or github.tokenFile.")
            return nil
        case (let app?, let token?) where app.rank == token.rank:
            report(token, "github.app and github.token are both set.", "Keep one of them.")
            return nil
        case (let app?, let token) where app.rank > token?.rank ?? -1: return appCredential()
        default:
            return liveSecret("github.token", file: "github.tokenFile", subject: Self.tokenSubject).map { .token($0) }
        }
    }

    private mutating func appCredential() -> Configuration.Credential? {
        let id = parsed("github.app.id", "the App's number, such as 1001") { Int64($0).flatMap { $0 > 0 ? $0 : nil } }
        if values["github.app.id"] == nil {
            report(nil, "github.app.id is missing.", "Set it to the number on the App's page.")
        }
        let key = secret("github.app.privateKey", file: "github.app.privateKeyFile", subject: "the App's private key")
        if values["github.app.privateKey"] == nil, values["github.app.privateKeyFile"] == nil {
            report(
                nil, "the App's private key is missing.",
                "Set github.app.privateKeyFile to the .pem file that GitHub made for the App.")
        }
        guard let id, let key else { return nil }
        return checkedPEM(key).map { .app(id: id, privateKey: $0) }
    }

    private mutating func checkedPEM(_ key: Redacted) -> Redacted? {
        // An environment variable often carries a PEM with its line ends written as \n.
        let text = key.value.contains("\n") ? key.value : key.value.replacingOccurrences(of: "\\n", with: "\n")
        guard text.hasPrefix("-----BEGIN"), text.contains("PRIVATE KEY-----") else {
            let name =
                values["github.app.privateKeyFile"] == nil ? "github.app.privateKey" : "github.app.privateKeyFile"
            report(
                values[name]?.place, "the App's private key is not in PEM form.",
                "Use the .pem file that GitHub made for the App; it begins with -----BEGIN RSA PRIVATE KEY-----.")
            return nil
        }
        return Redacted(text)
    }

    /// The new secret of a change that is under way.
    private mutating func nextSecret(beside path: String, _ place: ConfigurationPlace) -> Redacted? {
        let next = path + WebhookSecretFiles.next
        guard FileManager.default.fileExists(atPath: next) else { return nil }
        return contents(
            of: SecretFile(subject: "the new webhook secret", path: next, key: "github.webhookSecretFiles"),
            place: place)
    }

    private func webhookSecretFiles() -> [String] {
        let (files, others) = (values["github.webhookSecretFiles"], values["github.webhookSecrets"])
        guard let files, files.place.rank > others?.place.rank ?? -1 else { return [] }
        return list("github.webhookSecretFiles").map { absolute($0.text, isFile: $0.place.isFile) }
    }

    private mutating func webhookSecrets() -> [Redacted] {
        let key = chosen("github.webhookSecrets", "github.webhookSecretFiles")
        let before = problems.count
        var secrets: [Redacted] = []
        let items = key.map { list($0) } ?? []
        for (text, place) in items {
            if key == "github.webhookSecretFiles" {
                let path = absolute(text, isFile: place.isFile)
                let file = SecretFile(subject: "the webhook secret", path: path, key: "github.webhookSecretFiles")
                if let secret = contents(of: file, place: place) { secrets.append(secret) }
                secrets += nextSecret(beside: path, place).map { [$0] } ?? []
            } else if text.isEmpty {
                report(
                    place, "a webhook secret is empty.",
                    "Use a long random text, the same as in the webhook's settings.")
            } else {
                secrets.append(Redacted(text))
            }
        }
        if secrets.isEmpty, problems.count == before {
            report(
                key.flatMap { values[$0]?.place }, FirstSteps.noWebhookSecret,
                "Set github.webhookSecrets or github.webhookSecretFiles to the secret of the webhook.")
        } else if secrets.count > 2 {
            report(
                key.flatMap { values[$0]?.place }, "\(secrets.count) webhook secrets are configured.",
                "Keep one, or two while the secret is being changed.")
        }
        return secrets
    }
}
