import Foundation

extension GitHubClient {
    /// Makes a call. One that is refused because the repository belongs to another installation by now, as after a
    /// transfer to another owner, is made again on behalf of that one.
    func followingTransfer<Value>(_ call: (GitHubClient) async throws -> Value) async throws -> Value {
        do {
            return try await call(self)
        } catch let error as GitHubError where error.mayComeFromTransfer {
            guard let moved = try await movedClient(error) else { throw error }
            return try await call(moved)
        }
    }

    /// The same client for the installation that the repository has now; `nil` if it is the same, or not known.
    private func movedClient(_ refusal: GitHubError) async throws -> GitHubClient? {
        guard usesApp, case .repositories(let known, let ids, let permissions) = scope, ids.count == 1,
            let found = try await presentInstallation(of: ids[0], otherThan: known, refusal)
        else { return nil }
        return scoped(to: .repositories(installation: found, ids: ids, permissions: permissions))
    }

    /// Looked up at most once a minute unless it was a token that was refused: most refusals have other reasons. Who asks
    /// meanwhile gets what was found.
    private func presentInstallation(
        of repository: Int64, otherThan known: Int64, _ refusal: GitHubError
    ) async throws -> Int64? {
        if let found = await core.installations[repository], found != known { return found }
        let mayLookUp = await core.installations.mayLookUp(repository, now: core.now())
        guard mayLookUp || refusal.isOfToken else { return nil }
        do {
            let found = try await installation(ofRepository: repository).id
            if found != known {
                await core.installations.remember(found, for: repository)
                return found
            }
        } catch let error as GitHubError where error.isRetryable {
            // Whether it was transferred is not known yet.
            throw error
        } catch is GitHubError {
            // The App is not installed there, or the repository is gone.
        }
        await core.installations.foundNothingNew(of: repository, now: core.now())
        return nil
    }
}

extension GitHubError {
    fileprivate var isOfToken: Bool { path.hasPrefix("/app/installations/") }

    /// What a token of another installation gets: 403 or 404, or 422 instead of a token.
    fileprivate var mayComeFromTransfer: Bool {
        switch code {
        case .forbidden, .notFound: true
        default: false
        }
    }
}
