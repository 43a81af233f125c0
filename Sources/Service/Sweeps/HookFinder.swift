import Automations
import Foundation
import GitHubAPI
import Storage

/// Whose lists of deliveries are read: the App's, or with a token those of the webhooks that deliver to this Slipway.
actor HookFinder {
    /// Webhooks come and go seldom.
    static let memory: TimeInterval = 3600

    /// What they are looked for, as far as it changes what is said.
    enum Purpose: Sendable {
        case lostDeliveries, newSecret
    }

    private let github: GitHubClient
    private let rules: [ProjectRule]
    private let webhooks: [WebhookChoice]
    private let purpose: Purpose
    private let now: @Sendable () -> Date
    private var found: (owners: [HookOwner], at: Date)?

    init(
        github: GitHubClient, rules: [ProjectRule], webhooks: [WebhookChoice], for purpose: Purpose = .lostDeliveries,
        now: @escaping @Sendable () -> Date
    ) {
        self.github = github
        self.rules = rules
        self.webhooks = webhooks
        self.purpose = purpose
        self.now = now
    }

    /// - Throws: `GitHubError`; ``Unhealthy`` when none is found.
    func owners() async throws -> [HookOwner] {
        if github.usesApp { return [.app] }
        let named = webhooks.compactMap(\.owner)
        if !named.isEmpty, named.count == webhooks.count { return named }
        if let found, now().timeIntervalSince(found.at) < Self.memory { return named + found.owners }
        let owners = try await find()
        found = (owners, now())
        guard !(named + owners).isEmpty else { throw none }
        return named + owners
    }

    private var none: Unhealthy {
        let what =
            switch purpose {
            case .lostDeliveries: "lost deliveries cannot be asked for"
            case .newSecret: "none can be given the new secret"
            }
        return Unhealthy(
            "No webhook that delivers to Slipway was found at GitHub, so that \(what).",
            whatToDo: "Set sweeps.webhooks to its address, or to orgs/NAME/hooks/ID.")
    }

    /// The webhooks of the accounts and repositories that the rules name in full.
    private func find() async throws -> [HookOwner] {
        var owners: [HookOwner] = []
        for owner in literal({ $0.split(separator: "/").first.map(String.init) }) {
            do {
                let all = try await github.webhooks(ofOrganization: owner)
                owners += try one(of: all, at: owner).map { .organization(owner, hook: $0) }
            } catch let error as GitHubError where Self.isHidden(error) {
                // A personal account, which has none of its own; or the token may not see them.
                owners += try await inRepositories(of: owner)
            }
        }
        return owners
    }

    /// Classic tokens are told 404, fine-grained ones 403.
    private static func isHidden(_ error: GitHubError) -> Bool {
        switch error.code {
        case .notFound, .forbidden: true
        default: false
        }
    }

    private func inRepositories(of owner: String) async throws -> [HookOwner] {
        let names = literal { $0 }.compactMap { RepositoryName($0) }.filter { $0.owner == owner }
        guard !names.isEmpty else { throw invisible(owner) }
        var owners: [HookOwner] = []
        for name in names {
            let all = try await github.webhooks(of: name)
            owners += try one(of: all, at: name.fullName).map { .repository(name, hook: $0) }
        }
        return owners
    }

    private func invisible(_ owner: String) -> Unhealthy {
        let otherwise =
            switch purpose {
            case .lostDeliveries: "or set sweeps.deliveries to off"
            case .newSecret: "and run the command again: it goes on"
            }
        return Unhealthy(
            "GitHub does not show the webhooks of \(owner) to Slipway's token.",
            whatToDo: "Give it the organisation permission \"Webhooks: read and write\" (a classic token: "
                + "admin:org_hook), \(otherwise).")
    }

    /// The one that delivers here: to a configured address, else to the path that Slipway listens at.
    private func one(of all: [Webhook], at place: String) throws -> [Int64] {
        let addresses = webhooks.compactMap(\.address)
        let mine = all.filter { hook in
            guard hook.isActive else { return false }
            guard addresses.isEmpty else { return addresses.contains(hook.url) }
            return URLComponents(string: hook.url)?.path == Intake.path
        }
        guard mine.count < 2 || !addresses.isEmpty else {
            throw Unhealthy(
                "\(place) has \(mine.count) webhooks with the path \(Intake.path).",
                whatToDo: "Set sweeps.webhooks to the address of the one that delivers to this Slipway.")
        }
        return mine.map(\.id)
    }

    private func literal(_ part: (String) -> String?) -> [String] {
        let parts = rules.compactMap { part($0.match.pattern) }.filter { !$0.contains("*") && !$0.contains("?") }
        return Set(parts).sorted()
    }
}
