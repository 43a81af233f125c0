import Automations
import Foundation

extension ConfigurationReader {
    mutating func sweeps() -> SweepChoices {
        var choices = SweepChoices()
        choices.deliveries = interval("sweeps.deliveries", default: choices.deliveries)
        choices.repositories = interval("sweeps.repositories", default: choices.repositories)
        choices.adopt = choice("sweeps.adopt") ?? choices.adopt
        choices.webhooks = webhooks()
        return choices
    }

    /// Nil for `off`.
    private mutating func interval(_ key: String, default standard: Duration?) -> Duration? {
        let read = parsed(key, "off, or a time such as 90s, 5m or 1h, from 1m to 24h") { text -> Duration?? in
            if text == "off" || text == "false" { return .some(nil) }
            guard let seconds = Self.seconds(text), (60...86_400).contains(seconds) else { return nil }
            return .some(.seconds(seconds))
        }
        return read ?? standard
    }

    private mutating func webhooks() -> [WebhookChoice] {
        var choices: [WebhookChoice] = []
        for (text, place) in list("sweeps.webhooks") {
            if let choice = WebhookChoice(text) {
                choices.append(choice)
            } else {
                report(
                    place, "sweeps.webhooks names \"\(text)\".",
                    "It should be the webhook's address, or orgs/NAME/hooks/ID, or repos/OWNER/NAME/hooks/ID.")
            }
        }
        return choices
    }
}
