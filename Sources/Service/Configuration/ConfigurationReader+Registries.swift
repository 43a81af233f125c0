import Automations
import Foundation
import Redaction

extension ConfigurationReader {
    private static let passwordSubject = "the registry's password"

    /// Public images need no credential, so user name and password come together or not at all.
    mutating func registry() -> Registry {
        let host = text("registry.host") ?? "ghcr.io"
        let username = text("registry.username")
        let password = liveSecret(
            "registry.password", file: "registry.passwordFile", subject: Self.passwordSubject)
        let passwordPlace = (values["registry.password"] ?? values["registry.passwordFile"])?.place
        if values["registry.username"] == nil, let passwordPlace {
            report(passwordPlace, "registry.username is missing.", "Set it to the owner of the token.")
        }
        if passwordPlace == nil, let place = values["registry.username"]?.place {
            report(
                place, "registry.password is missing.", "Set registry.passwordFile to a token with read:packages.")
        }
        return Registry(host: host, username: username, secret: password)
    }

    /// Entries for some owners or repositories.
    mutating func registries() -> [Registry] {
        guard case .rules(let rules)? = values["registries"]?.content else { return [] }
        return rules.enumerated().compactMap { registry($1, key: "registries[\($0)]") }
    }

    private mutating func registry(_ rule: ConfigurationRule, key: String) -> Registry? {
        for (name, value) in rule.entries.sorted(by: { $0.key < $1.key })
        where value.text.trimmingCharacters(in: .whitespaces).isEmpty {
            report(value.place, "\(key).\(name) is empty.", "Give it a value, or remove the key.")
            return nil
        }
        guard let match = match(rule, key: key) else { return nil }
        let username = rule.entries["username"]?.text
        let secret = password(rule, key: key)
        if username == nil, let place = (rule.entries["password"] ?? rule.entries["passwordFile"])?.place {
            report(place, "\(key).username is missing.", "Set it to the owner of the token.")
        }
        if let place = rule.entries["username"]?.place, rule.entries["password"] == nil,
            rule.entries["passwordFile"] == nil
        {
            report(
                place, "\(key).passwordFile is missing.", "Set it to a file that holds a token with read:packages.")
        }
        return Registry(
            key: key, match: match, host: rule.entries["host"]?.text ?? "ghcr.io", username: username, secret: secret)
    }

    /// `owner: acme`, `match: acme` and `match: "acme/*"` are the same.
    private mutating func match(_ rule: ConfigurationRule, key: String) -> Glob? {
        let (owner, match) = (rule.entries["owner"], rule.entries["match"])
        guard let given = owner ?? match else {
            report(
                rule.place, "\(key) has neither owner nor match.", "Write it as: \(RuleShape.registries.example).")
            return nil
        }
        if owner != nil, let match {
            report(match.place, "\(key) has owner and match.", "Keep one of them.")
            return nil
        }
        let parts = given.text.split(separator: "/", omittingEmptySubsequences: false)
        guard !parts.contains(""), parts.count == 1 || parts.count == 2 && owner == nil else {
            report(
                given.place, "\(key).\(owner == nil ? "match" : "owner") is \"\(given.text)\".",
                owner == nil
                    ? "It should be OWNER or OWNER/NAME, where * stands for any text: acme/web-*."
                    : "It should be the name of an owner, where * stands for any text: acme.")
            return nil
        }
        return Glob(parts.count == 1 ? "\(given.text)/*" : given.text)
    }

    private mutating func password(_ rule: ConfigurationRule, key: String) -> LiveSecret? {
        let (password, file) = (rule.entries["password"], rule.entries["passwordFile"])
        if password != nil, let file {
            report(file.place, "\(key).password and \(key).passwordFile are both set.", "Keep one of them.")
        }
        if let password { return LiveSecret(Redacted(password.text)) }
        guard let file else { return nil }
        let path = absolute(file.text, isFile: file.place.isFile)
        let source = SecretFile(subject: Self.passwordSubject, path: path, key: "\(key).passwordFile")
        return contents(of: source, place: file.place).map { LiveSecret($0, file: path) }
    }
}
