import Foundation
import GitHubAPI

extension SeenWebhook {
    /// Events that Slipway acts on, compared with those it is told of.
    var eventFinding: Finding {
        let missing = Event.subscriptions.filter { !events.contains($0) && !events.contains("*") }
        guard missing.isEmpty else {
            let titles = missing.map { $0.replacing("_", with: " ").capitalised }.joined(separator: ", ")
            let place = owner == .app ? "\(page)/permissions → Subscribe to events" : "\(page) → Let me select events"
            return .failure(
                "\(name) is not subscribed to \(missing.joined(separator: ", ")).", "\(place) → \(titles) → Save")
        }
        return .ok("\(name) is subscribed to \(Event.subscriptions.joined(separator: ", ")).")
    }

    /// - Parameter api: where GitHub's API is; a GitHub on this machine reaches what is on it.
    func addressFinding(api: String) -> Finding {
        let click = "\(page) → Webhook URL: https://YOUR-ADDRESS\(Intake.path) → Save changes"
        guard let url = URLComponents(string: configuration.url), let host = url.host, !host.isEmpty else {
            return .failure("\(name) has no address.", click)
        }
        guard url.path == Intake.path else {
            return .failure("\(name) delivers to \(place), where Slipway does not listen.", click)
        }
        let isHere = Self.isLocal(host)
        guard !isHere || Self.isLocal(URLComponents(string: api)?.host ?? "") else {
            return .failure("\(name) delivers to \(place), which GitHub cannot reach.", click)
        }
        guard configuration.contentType == "json" else {
            return .failure(
                "\(name) sends forms, which Slipway refuses.", "\(page) → Content type: application/json → Save changes"
            )
        }
        guard url.scheme == "https" || isHere else {
            return .warning("\(name) delivers to \(place): anybody on the way can read it.", click)
        }
        guard configuration.verifiesTLS else {
            return .warning(
                "\(name) does not check the certificate of its address.",
                "\(page) → SSL verification: Enable → Save changes")
        }
        return .ok("\(name) delivers to \(place).")
    }

    /// The address without a login or a query, which may hold secrets.
    var place: String {
        guard var url = URLComponents(string: configuration.url) else { return "an address that is none" }
        (url.user, url.password, url.query, url.fragment) = (nil, nil, nil, nil)
        return url.string ?? ""
    }

    static func isLocal(_ host: String) -> Bool {
        let name = host.trimmingCharacters(in: CharacterSet(charactersIn: "[]")).lowercased()
        return name == "localhost" || name.hasPrefix("127.") || name == "::1" || name == "0.0.0.0"
            || name.hasSuffix(".localhost") || name.hasSuffix(".svc") || name.hasSuffix(".local")
    }
}
