import Foundation
import GitHubAPI

/// What became of the deliveries of the last days.
struct RecentDeliveries {
    let hook: SeenWebhook
    let now: Date
    /// The newest attempt of each delivery, newest first.
    private let latest: [HookDelivery]

    /// - Parameter deliveries: newest first, as GitHub lists them.
    init(_ deliveries: [HookDelivery], hook: SeenWebhook, now: Date) {
        var seen: Set<String> = []
        latest = deliveries.filter { seen.insert($0.guid).inserted }
        self.hook = hook
        self.now = now
    }

    var finding: Finding {
        guard let newest = latest.first else {
            return .warning(
                "\(hook.name) has delivered nothing in the last three days.",
                "Push to a repository, then look at \(hook.page)\(hook.owner == .app ? "/advanced" : "") → Recent deliveries"
            )
        }
        let failed = latest.filter { !$0.isOK }
        guard let last = failed.first else {
            let age = ClockDifference.text(max(0, now.timeIntervalSince(newest.deliveredAt)))
            return .ok("The last \(latest.count) arrived, the newest \(age) ago.")
        }
        let count = "\(failed.count) of the last \(latest.count) deliveries failed"
        guard newest.isOK else {
            return .failure("\(count), the newest too: \(Self.reason(last)).", remedy(last))
        }
        return .warning(
            "\(count); newer ones arrived. Slipway asks for them again by itself. The last failure: \(Self.reason(last)).",
            remedy(last))
    }

    private static func reason(_ delivery: HookDelivery) -> String {
        switch delivery.statusCode {
        case _ where hadNoAnswer(delivery): "no answer (\(delivery.status))"
        case 401: "Slipway did not accept the signature (401)"
        case 503: "Slipway could not store it (503)"
        default: "\(delivery.statusCode) \(delivery.status)"
        }
    }

    /// GitHub counts these as 502 or 504 and says in words what happened.
    private static func hadNoAnswer(_ delivery: HookDelivery) -> Bool {
        let words = delivery.status.lowercased()
        return delivery.statusCode == 0 || words.contains("connect") || words.contains("timed out")
    }

    private func remedy(_ delivery: HookDelivery) -> String {
        switch delivery.statusCode {
        case 401: "\(hook.page) → Webhook secret: the one that Slipway has → Save changes"
        case 503: "Mend what is said about the database below."
        case 404, 405: "\(hook.page) → Webhook URL: https://YOUR-ADDRESS\(Intake.path) → Save changes"
        default:
            "curl -sSi \(hook.place)   (from outside; 405 is right: then only POST is missing. Else mend DNS, "
                + "firewall, proxy, certificate, or start `slipway serve`)"
        }
    }
}
