import GitHubAPI
import RunEngine

/// GitHub may not show a repository in the first moments after it told about it.
enum PatienceWithGitHub {
    /// Attempts in which "not found" may still mean "not yet": about half a minute.
    static let attempts = 6

    /// Something that is not there is looked for again, up to ``attempts`` times.
    static func whileYoung<T>(_ attempt: Int, _ body: () async throws -> T) async throws -> T {
        do {
            return try await body()
        } catch let error as GitHubError where error.code == .notFound && attempt < attempts {
            throw NotThereYet(userError: error.userError)
        }
    }
}

/// A "not found" that is worth another look.
struct NotThereYet: RetryAdvising, UserExplaining {
    let userError: UserError

    var advice: RetryAdvice { .retry() }
}
