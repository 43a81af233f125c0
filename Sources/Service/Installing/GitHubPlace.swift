import Automations
import Foundation

/// Which GitHub: github.com or a GitHub Enterprise Server.
public struct GitHubPlace: Sendable, Equatable {
    /// The pages, without a slash at the end.
    public let web: String
    /// The REST API, without a slash at the end.
    public let api: String

    public init(web: String, api: String) {
        self.web = web
        self.api = api
    }

    /// Of the address of its pages: a GitHub Enterprise Server has its API at `/api/v3`.
    /// - Throws: ``StartFailure``
    public init(web text: String) throws {
        guard var url = URLComponents(string: text), let host = url.host, !host.isEmpty, url.user == nil,
            ["http", "https"].contains(url.scheme), ["", "/"].contains(url.path), url.query == nil
        else {
            throw StartFailure(
                "--github is no address of a GitHub.",
                whatToDo: "It should be that of its pages, such as https://github.example.com.")
        }
        url.path = ""
        web = url.string ?? text
        api = host == "github.com" ? "https://api.github.com" : web + "/api/v3"
    }

    /// What the configuration says; for none, github.com.
    /// - Throws: ``StartFailure`` where the configuration's address of the API cannot be used.
    public init(_ draft: ConfigurationDraft) throws {
        guard !draft.github.api.isEmpty else { throw ConfigurationProblems(draft.problems) }
        web = draft.settings.gitHubWeb
        api = draft.github.api
    }

    var isUsual: Bool { api == "https://api.github.com" }

    /// The page a manifest is posted to.
    func registering(for organization: String?, state: String) -> String {
        settings(of: organization) + "/new?state=\(state)"
    }

    /// The Apps of an organisation, or of the person.
    func settings(of organization: String?) -> String {
        organization.map { "\(web)/organizations/\($0)/settings/apps" } ?? "\(web)/settings/apps"
    }
}
