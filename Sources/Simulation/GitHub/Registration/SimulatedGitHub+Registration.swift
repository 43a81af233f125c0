import Foundation

/// Registering the App from a manifest: the two pages a person sees, and the exchange of the code.
/// (docs.github.com, "Registering a GitHub App from a manifest")
extension SimulatedGitHub {
    /// The page that a manifest is posted to, and the button on it. The signed-in person owns every account.
    func answerRegistration(_ request: APIRequest) -> APIAnswer? {
        guard request.method == "POST", let place = Self.settings(request.path) else { return nil }
        let owner: Account
        if let login = place.organization {
            guard let account = accounts[login.lowercased()], account.kind == .organization else {
                return html(404, "This is not the web page you are looking for.")
            }
            owner = account
        } else {
            owner = person("ada")
        }
        let form = Self.form(request.body)
        let text = form["manifest"] ?? ""
        do throws(SimulatedManifest.Refused) {
            let manifest = try SimulatedManifest(text, name: form["name"])
            if place.isConfirmed { return register(manifest, owner, state: form["state"]) }
            return confirmation(text, manifest, at: request.path, state: request.query["state"])
        } catch {
            return html(422, "<p>Invalid GitHub App configuration</p><ul><li>\(error.message)</li></ul>")
        }
    }

    private static func settings(_ path: String) -> (organization: String?, isConfirmed: Bool)? {
        var parts = path.split(separator: "/").map { $0.removingPercentEncoding ?? String($0) }
        var organization: String?
        if parts.first == "organizations", parts.count > 2 {
            organization = parts[1]
            parts.removeFirst(2)
        }
        switch parts {
        case ["settings", "apps", "new"]: return (organization, false)
        case ["settings", "apps", "manifest"]: return (organization, true)
        default: return nil
        }
    }

    private func confirmation(
        _ text: String, _ manifest: SimulatedManifest, at path: String, state: String?
    ) -> APIAnswer {
        let action = path.replacing(/new$/, with: "manifest")
        return html(
            200,
            """
            <h2>Create GitHub App</h2>
            <form action="\(Self.escaped(action))" method="post">
            <input type="hidden" name="manifest" value="\(Self.escaped(text))">
            <input type="hidden" name="state" value="\(Self.escaped(state ?? ""))">
            <input type="text" name="name" value="\(Self.escaped(manifest.name))">
            <button>Create GitHub App</button>
            </form>
            """)
    }

    /// Sends the browser back with a code.
    private func register(_ manifest: SimulatedManifest, _ owner: Account, state: String?) -> APIAnswer {
        let code = random.text(40)
        registrations[code] = Registration(manifest: manifest, owner: owner, createdAt: now)
        guard var target = URLComponents(string: manifest.redirectURL) else { return html(422, "Invalid redirect_url") }
        var items = (target.queryItems ?? []) + [URLQueryItem(name: "code", value: code)]
        if let state, !state.isEmpty { items.append(URLQueryItem(name: "state", value: state)) }
        target.queryItems = items
        return APIAnswer(status: 302, headers: ["Location": target.string ?? manifest.redirectURL])
    }

    /// `POST /app-manifests/{code}/conversions`: once, within an hour. From then on this GitHub's one App is the registered
    /// one; its number and its key stay those of ``Options/app``.
    func convertManifest(_ request: APIRequest) throws(APIFailure) -> APIAnswer {
        guard var registration = registrations[request["code"]], !registration.isRedeemed,
            now.timeIntervalSince(registration.createdAt) < 3600
        else { throw .notFound }
        registration.isRedeemed = true
        registrations[request["code"]] = registration
        registered = registration
        let secret = random.text(40).lowercased()
        let manifest = registration.manifest
        if let url = manifest.hookURL { setAppWebhook(url: url, secret: secret, events: manifest.events) }
        var answer = appJSON
        answer["client_secret"] = .string(random.text(40).lowercased())
        answer["webhook_secret"] = manifest.hookURL == nil ? .null : .string(secret)
        answer["pem"] = .string(app.privateKeyPEM)
        return APIAnswer(answer, status: 201)
    }

    /// Changes where the App's deliveries go, as its owner does in its settings.
    public func moveAppWebhook(to url: String) {
        appHook?.url = url
    }

    /// How the App is called in addresses.
    var appSlug: String { registered?.slug ?? app.slug }
    var appPermissions: [String: String] { registered?.manifest.permissions ?? options.appPermissions }

    private func html(_ status: Int, _ body: String) -> APIAnswer {
        APIAnswer(
            status: status, headers: ["Content-Type": "text/html; charset=utf-8"],
            body: Data("<!DOCTYPE html>\n<html><body>\n\(body)\n</body></html>\n".utf8))
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("\"", with: "&quot;").replacing("<", with: "&lt;")
            .replacing(">", with: "&gt;")
    }

    /// The fields of an `application/x-www-form-urlencoded` body.
    private static func form(_ body: Data) -> [String: String] {
        var fields: [String: String] = [:]
        for pair in String(decoding: body, as: UTF8.self).split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map {
                $0.replacing("+", with: " ").removingPercentEncoding ?? ""
            }
            if parts.count == 2 { fields[parts[0]] = parts[1] }
        }
        return fields
    }
}
