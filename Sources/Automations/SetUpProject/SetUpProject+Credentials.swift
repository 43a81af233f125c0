import GitHubAPI
import KubernetesAPI
import Redaction
import RunEngine
import Storage

extension SetUpProject {
    /// Seconds a token for Flux lasts at least when it is handed out.
    static let life: Double = 40 * 60

    /// Obtains the token with which Flux fetches, and keeps it sealed beside its expiry, so that it is renewed in time. From a
    /// mirror it fetches with the mirror's own login.
    func obtainCredential(_ plan: SetUpPlan, _ context: RunContext) async throws {
        guard fetchesFromGitHub else { return }
        try await context.step("obtain the git credential", retry: .persistent) { attempt in
            try await noting(.cluster, attempt, context) {
                let token = try await token(plan)
                let (id, kind, now) = (plan.id.value, bench.gitHub.credentialKind, context.now)
                try await context.write { tx in
                    try tx.credentials.save(
                        project: id, kind: kind, token: token.value, expires: token.expiresAt, at: now)
                }
            }
        }
    }

    /// Lets the client have the token before it is needed, while another call is under way. A refusal is told when it is.
    func fetchTokenEarly(_ plan: SetUpPlan) async {
        if fetchesFromGitHub { _ = try? await token(plan) }
    }

    private var fetchesFromGitHub: Bool { settings.source.mirror == nil }

    /// The client keeps tokens, so that asking again is no request.
    private func token(_ plan: SetUpPlan) async throws -> AccessToken {
        try await gitHub(plan, .fetch).accessToken(lasting: Self.life)
    }

    func credentials(_ plan: SetUpPlan) async throws -> DesiredState.Credentials {
        let token = fetchesFromGitHub ? try await token(plan).value : nil
        return DesiredState.Credentials(
            git: token.map { GitLogin(password: $0) }, registry: settings.registryLogin(of: plan.identity.fullName))
    }
}

extension GitHubClient {
    fileprivate var credentialKind: CredentialRecord.Kind { usesApp ? .app : .token }
}
