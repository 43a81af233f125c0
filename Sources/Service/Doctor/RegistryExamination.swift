import Automations
import GitHubAPI
import Redaction

/// The credential that pods pull their images with.
struct RegistryExamination: Examination {
    let draft: ConfigurationDraft
    let outgoing: Outgoing
    let options: ServiceOptions
    let callLimit: Duration

    var area: Check.Area { .registry }

    var probes: [Probe] {
        draft.settings.allRegistries.map { registry in
            let title = registry.match.map { "credential of \($0.pattern)" } ?? "credential"
            return Probe(title) { try await credential(registry) }
        }
    }

    private func credential(_ registry: Registry) async throws -> Finding {
        // Its password is not for the registry that stands in for one that is written wrongly.
        guard !draft.problems.contains(where: { $0.what.contains("\(registry.key).") }) else {
            throw Unchecked("the configuration has no usable registry.")
        }
        guard let username = registry.username, let password = registry.password else {
            guard registry.username == nil || draft.problems.isEmpty else {
                throw Unchecked("the configuration has no usable credential.")
            }
            return .ok("None: only public images can be pulled from \(registry.host).")
        }
        if let wrong = kindFinding(registry, password) { return wrong }
        do {
            try await RegistryCheck(registry: registry, outgoing: outgoing, url: options.registryURL).run()
        } catch let error as Unhealthy where error.whatToDo.isEmpty {
            throw Unhealthy(error.what, whatToDo: "curl -sSI https://\(registry.host)/v2/   (401 is right)")
        }
        return await standingFinding(registry, password) ?? .ok("\(registry.host) takes the credential of \(username).")
    }

    private func advice(_ registry: Registry) -> String {
        "\(GitHubPages(web: draft.settings.gitHubWeb).tokens) → Generate new token (classic) → read:packages; replace "
            + "\(registry.passwordKey) with it"
    }

    /// ghcr.io lets other kinds of tokens log in and then pull nothing.
    private func kindFinding(_ registry: Registry, _ password: Redacted) -> Finding? {
        let kinds = ["github_pat_": "a fine-grained token", "ghs_": "a token of an App"]
        guard registry.isGitHubs, let kind = kinds.first(where: { password.value.hasPrefix($0.key) })?.value else {
            return nil
        }
        return .failure("The password is \(kind); ghcr.io lets only classic tokens pull.", advice(registry))
    }

    /// ghcr.io does not look at scopes before something is pulled; GitHub's API tells them. No other GitHub is told the
    /// password.
    private func standingFinding(_ registry: Registry, _ password: Redacted) async -> Finding? {
        let isItsAPI = draft.github.api == "https://api.github.com" || options.registryURL != nil
        // An address that is none has a line of its own.
        guard registry.isGitHubs, isItsAPI, var configuration = try? draft.configuration.gitHubConfiguration() else {
            return nil
        }
        configuration.deadline = callLimit
        let client = GitHubClient(
            configuration: configuration, credential: .token(LiveSecret(password)),
            http: outgoing.client(for: draft.github.api),
            clock: options.clock, now: options.now)
        guard let standing = try? await client.tokenStanding(), let scopes = standing.scopes else { return nil }
        guard !scopes.isDisjoint(with: ["read:packages", "write:packages"]) else {
            return .failure(
                "The token of \(standing.login) lacks read:packages: it logs in and may not pull.", advice(registry))
        }
        return standing.endFinding(now: options.now(), advice(registry))
    }
}
