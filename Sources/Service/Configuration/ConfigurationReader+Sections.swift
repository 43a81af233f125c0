import Automations
import Redaction
import Storage

extension ConfigurationReader {
    mutating func settings(web: String, source: SourceChoices) -> Settings {
        let limits = limits()
        return Settings(
            gitHubWeb: web, source: source, domain: domain(), ingressClass: ingressClass(),
            clusterIssuer: text("cluster.clusterIssuer"), registry: registry(), registries: registries(),
            rules: projectRules(limits),
            environments: environments(), buildWorkflow: workflow(), comments: choice("comments") ?? .all,
            limits: limits, protection: protection(), cleanUp: cleanUp())
    }

    private mutating func ingressClass() -> IngressClassChoice {
        let name = parsed("cluster.ingressClass", "auto, none, or the name of an IngressClass") {
            Self.isDNSName($0) ? $0 : nil
        }
        switch name {
        case nil, "auto": return .auto
        case "none": return .none
        case let name?: return .named(name)
        }
    }

    private mutating func domain() -> String? {
        parsed("cluster.domain", "a host name in lower case without scheme, such as apps.example.com") {
            Self.isDNSName($0) ? $0 : nil
        }
    }

    /// RFC 1123: labels of lower-case letters, digits and inner hyphens, separated by dots.
    private static func isDNSName(_ text: String) -> Bool {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        return text.utf8.count <= 253
            && labels.allSatisfy { label in
                (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                    && label.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
            }
    }

    private mutating func projectRules(_ limits: Limits) -> [ProjectRule] {
        guard case .rules(let rules)? = values["projects"]?.content else { return [] }
        return rules.compactMap { projectRule($0, limits) }
    }

    private mutating func projectRule(_ rule: ConfigurationRule, _ limits: Limits) -> ProjectRule? {
        for name in ["match", "template"] where rule.entries[name]?.text.isEmpty ?? true {
            report(
                rule.place, "a rule of projects has no \(name).",
                "Write it as: - { match: \"acme/*\", template: static-site }.")
            return nil
        }
        guard let match = rule.entries["match"], let template = rule.entries["template"] else { return nil }
        guard match.text.split(separator: "/", omittingEmptySubsequences: false).count == 2,
            match.text.split(separator: "/").count == 2
        else {
            report(
                match.place, "match is \"\(match.text)\".",
                "It should be OWNER/NAME, where * stands for any text: acme/web-*.")
            return nil
        }
        let choice = limitsChoice(rule.limits)
        if !rule.limits.isEmpty { checkRequests(of: limits.with(choice), written: rule.limits) }
        return .init(
            match: match.text, topic: rule.entries["topic"]?.text, template: template.text, limits: choice)
    }

    private mutating func environments() -> EnvironmentChoices {
        let defaults = EnvironmentChoices()
        return EnvironmentChoices(
            development: environment("development", defaults.development),
            staging: environment("staging", defaults.staging),
            production: environment("production", defaults.production))
    }

    private mutating func environment(_ name: String, _ fallback: EnvironmentChoice) -> EnvironmentChoice {
        let interval = parsed("environments.\(name).interval", "a time such as 90s, 5m or 1h, at least 10s") { text in
            Self.seconds(text).flatMap { $0 >= 10 ? text : nil }
        }
        return EnvironmentChoice(
            interval: interval ?? fallback.interval,
            promotion: choice("environments.\(name).promotion") ?? fallback.promotion)
    }

    mutating func retention() -> Duration {
        let days = "retention.deliveries"
        guard let kept = kept(days) else { return .seconds(30 * 86_400) }
        if Duration.seconds(kept) < Retention.shortest {
            report(
                values[days]?.place, "\(days) is too short.",
                "It should be 3d or more: GitHub redelivers for three days, and a delivery that comes again must be "
                    + "recognised.")
        }
        return .seconds(kept)
    }

    mutating func auditRetention() -> Duration {
        let key = "retention.audit"
        guard let kept = kept(key) else { return Retention.standardAudit }
        if Duration.seconds(kept) < Retention.shortestAudit {
            report(
                values[key]?.place, "\(key) is too short.",
                "It should be 30d or more: an audit is asked when something is noticed, which takes a while.")
        }
        return .seconds(kept)
    }

    private mutating func kept(_ key: String) -> Int? {
        parsed(key, "a time in days or hours, such as 30d or 96h") { text in
            text.contains { "dh".contains($0) } ? Self.seconds(text, units: ["d": 86_400, "h": 3600]) : nil
        }
    }

    /// Reads `90s`, `5m`, `1h30m`: the durations Flux accepts, without fractions.
    static func seconds(_ text: String, units: [Character: Int] = ["s": 1, "m": 60, "h": 3600]) -> Int? {
        var total = 0
        var digits = ""
        for character in text {
            if character.isASCII, character.isNumber {
                digits.append(character)
            } else {
                guard let factor = units[character], let number = Int(digits), number <= 100_000
                else { return nil }
                total += number * factor
                digits = ""
            }
        }
        return digits.isEmpty && total > 0 ? total : nil
    }

    private mutating func workflow() -> String {
        let path = parsed("build.workflow", "a file below .github/workflows/ that ends in .yml or .yaml") {
            $0.hasPrefix(".github/workflows/") && ($0.hasSuffix(".yml") || $0.hasSuffix(".yaml")) ? $0 : nil
        }
        return path ?? ".github/workflows/slipway.yml"
    }
}
