import Automations
import Foundation
import GitHubAPI
import Redaction

/// What GitHub says about itself, the credential and the webhooks, asked for at most once each.
struct GitHubFacts: Sendable {
    /// A webhook as GitHub shows it, wherever it belongs.
    typealias Hooks = [SeenWebhook]

    let draft: ConfigurationDraft
    let pages: GitHubPages
    let now: @Sendable () -> Date
    let clock: Fact<ClockDifference>
    let app: Fact<GitHubClient.App>
    let installations: Fact<[Installation]>
    let token: Fact<TokenStanding>
    private let client: Fact<GitHubClient>
    private let hooks: Fact<Hooks>

    init(_ draft: ConfigurationDraft, outgoing: Outgoing, options: ServiceOptions, callLimit: Duration) {
        self.draft = draft
        pages = GitHubPages(web: draft.settings.gitHubWeb)
        now = options.now
        let pages = pages
        let client = Fact { try await Self.client(draft, outgoing, options, callLimit) }
        let nobody = Fact {
            try Self.client(draft, credential: .token(LiveSecret(Redacted(""))), outgoing, options, callLimit)
        }
        let app = Fact { try await client.value.app() }
        self.client = client
        self.app = app
        clock = Fact { [now] in try await ClockDifference(now: now) { try await nobody.value.dateHeader() } }
        installations = Fact { try await client.value.installations() }
        token = Fact { try await client.value.tokenStanding() }
        hooks = Fact {
            let search = WebhookSearch(draft: draft, github: try await client.value, pages: pages, now: options.now)
            return try await search.hooks { try await app.value }
        }
    }

    /// Whether the configuration names an App; nil when it names nothing usable.
    var usesApp: Bool? {
        switch draft.credential {
        case .app: true
        case .token: false
        case nil: nil
        }
    }

    func client() async throws -> GitHubClient { try await client.value }

    /// GitHub answers and knows the credential, or this makes no sense.
    func signedIn() async throws {
        try await reached()
        guard let usesApp else { throw Unchecked("the configuration has no usable credential.") }
        let reason = "GitHub does not take the credential."
        if usesApp { _ = try await app.value(else: reason) } else { _ = try await token.value(else: reason) }
    }

    func reached() async throws {
        _ = try await clock.value(else: "GitHub does not answer.")
    }

    /// The webhooks that deliver here, perhaps without an address; at least one.
    func anyWebhooks() async throws -> Hooks {
        try await signedIn()
        return try await hooks.value
    }

    /// The same for checks that make no sense without an address.
    func webhooks() async throws -> Hooks {
        try await signedIn()
        let reason = "no webhook that delivers to Slipway is known."
        let known = try await hooks.value(else: reason).filter { !$0.configuration.url.isEmpty }
        guard !known.isEmpty else { throw Unchecked(reason) }
        return known
    }

    private static func client(
        _ draft: ConfigurationDraft, _ outgoing: Outgoing, _ options: ServiceOptions, _ callLimit: Duration
    ) async throws -> GitHubClient {
        guard let credential = draft.credential else {
            throw Unchecked("the configuration has no usable credential.")
        }
        return try client(draft, credential: try await credential.forClient(), outgoing, options, callLimit)
    }

    private static func client(
        _ draft: ConfigurationDraft, credential: GitHubCredential, _ outgoing: Outgoing, _ options: ServiceOptions,
        _ callLimit: Duration
    ) throws -> GitHubClient {
        var configuration = try draft.configuration.gitHubConfiguration()
        configuration.deadline = callLimit
        return GitHubClient(
            configuration: configuration, credential: credential, http: outgoing.client(for: draft.github.api),
            clock: options.clock, now: options.now)
    }
}
