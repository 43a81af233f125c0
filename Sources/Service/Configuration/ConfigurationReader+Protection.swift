import Automations
import Foundation
import Redaction

extension ConfigurationReader {
    mutating func protection() -> Protection {
        var protection = Protection()
        let after = parsed("protection.suspendAfter", "off, or a time such as 90m or 6h, from 5m to 24h") {
            text -> TimeInterval?? in
            if text == "off" || text == "false" { return .some(nil) }
            guard let seconds = Self.seconds(text), (300...86_400).contains(seconds) else { return nil }
            return .some(TimeInterval(seconds))
        }
        protection.suspendAfter = after ?? protection.suspendAfter
        protection.failingSources =
            parsed("protection.failingSources", "a number from 1 to 100000") { text in
                Int(text).flatMap { (1...100_000).contains($0) ? $0 : nil }
            } ?? protection.failingSources
        return protection
    }

    /// Where warnings go. The address itself is a secret.
    mutating func alarmWebhook() -> Redacted? {
        let name = "protection.webhook"
        guard let address = secret(name, file: name + "File", subject: "the webhook for warnings") else { return nil }
        let url = URLComponents(string: address.value)
        guard ["http", "https"].contains(url?.scheme), url?.host?.isEmpty == false else {
            report(
                (values[name] ?? values[name + "File"])?.place, "\(name) is no address.",
                "It should be an http or https URL, such as one that Slack gives for an incoming webhook.")
            return nil
        }
        return address
    }
}
