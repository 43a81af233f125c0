import Foundation
import GitHubAPI

/// What the page for registering the App says. Everything is on it: no scripts, nothing from elsewhere.
struct RegistrationTexts: Sendable {
    let choices: AppChoices
    let place: GitHubPlace

    /// Nothing else may be loaded, and the form goes to GitHub only. The code in the address is told to nobody.
    var headers: [String: String] {
        let policy =
            "default-src 'none'; style-src 'unsafe-inline'; form-action \(place.web); frame-ancestors 'none'; base-uri 'none'"
        return ["Content-Security-Policy": policy, "Referrer-Policy": "no-referrer"]
    }

    func form(_ manifest: String, state: String) -> String {
        let owner = choices.organization.map { "the organisation <b>\(Self.escaped($0))</b>" } ?? "your own account"
        let rights = Permissions.project.levels.sorted { $0.key < $1.key }
            .map { "<li>\(Self.escaped(AppRights.words(Permissions([$0.key: $0.value]))))</li>" }.joined(
                separator: "\n")
        return Self.page(
            """
            <h1>Register Slipway's GitHub App</h1>
            <p>It will belong to \(owner); you need to be signed in to <b>\(Self.escaped(place.web))</b> as its owner.
            GitHub shows a name that you can change, and leads back here.</p>
            <form method="post" action="\(Self.escaped(place.registering(for: choices.organization, state: state)))">
            <input type="hidden" name="manifest" value="\(Self.escaped(manifest))">
            <button>Go on at GitHub</button>
            </form>
            <p>The App asks for:</p>
            <ul>
            \(rights)
            </ul>
            <p>It is told of: \(Event.subscriptions.sorted().joined(separator: ", ")), at
            <code>\(Self.escaped(choices.address + Intake.path))</code>.</p>
            """)
    }

    func page(of outcome: RegistrationOutcome) -> String {
        switch outcome {
        case .done(let name, let installing):
            Self.page(
                """
                <h1>✅ \(Self.escaped(name)) is registered</h1>
                <p>Slipway has its key and its webhook secret. One thing is left here:
                <a href="\(Self.escaped(installing))">install it</a>, for all repositories.</p>
                <p>The rest is told in the terminal.</p>
                """)
        case .failed(let failure):
            Self.page(
                """
                <h1>❌ That did not work</h1>
                <p>\(Self.escaped(failure.what.capitalised))</p>
                <p>\(Self.escaped(failure.whatToDo))</p>
                """)
        }
    }

    var nothing: String { Self.page("<h1>There is nothing here</h1><p>Open the address that the terminal shows.</p>") }

    var used: String {
        Self.page("<h1>This page has been used</h1><p>What became of it stands in the terminal.</p>")
    }

    var wrongState: String {
        Self.page(
            """
            <h1>❌ This did not begin here</h1>
            <p>The state that came with the code is not the one that this page gave to GitHub, so the code was not used.
            Open the address that the terminal shows, and begin there.</p>
            """)
    }

    var noCode: String {
        Self.page(
            "<h1>❌ GitHub gave no code</h1><p>Open the address that the terminal shows, and begin once more.</p>")
    }

    private static func page(_ body: String) -> String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <title>Slipway</title>
        <style>
        body { font: 16px/1.5 system-ui, sans-serif; max-width: 40em; margin: 3em auto; padding: 0 1em; }
        button { font: inherit; padding: .5em 1em; }
        </style>
        </head>
        <body>
        \(body)
        </body>
        </html>

        """
    }

    static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
    }
}
