import Foundation
import GitHubAPI
import RunEngine
import Storage

/// How long a set-up goes on trying while GitHub says that it does not know the repository.
///
/// It says so of a repository whose new owner has not installed the App yet, too, and while the App's access is taken
/// away. For one that is gone it gives no credential, however often it is asked.
struct Absence: Sendable {
    /// Rounds in a row in which it was said.
    private(set) var rounds = 0

    /// With the pauses between them more than ten minutes: by then the sweep has asked for an event that was lost.
    static let patience = 9

    mutating func note(_ failures: [EnvironmentFailure]) {
        let isUnknown = failures.contains { $0.error.code == GitHubError.code(.notFound) }
        rounds = isUnknown ? rounds + 1 : 0
    }

    /// - Parameter project: as it is recorded now.
    func isForGood(_ project: ProjectRecord?) -> Bool {
        guard rounds > 0, let project else { return false }
        if project.gone != nil { return true }
        // Without access it is waited for, which `unseen` says; it comes back by itself.
        return project.unseen == nil && rounds >= Self.patience
    }
}

extension SetUpProject {
    static let repositoryGone = "setUp.repositoryGone"

    static func gone(_ repository: RepositoryName) -> UserError {
        UserError(
            what: "GitHub does not know \(repository.fullName) any more, or does not show it to Slipway.",
            whatToDo: "If it still exists, let the App access it again; the set-up goes on by itself.",
            code: repositoryGone)
    }
}

extension Transaction {
    /// Lets a set-up go on that ended because GitHub did not show the repository, now that it does.
    func goOnSettingUp(_ project: ProjectRecord, at now: Date) throws {
        let setUp = try runs.list(project: project.id, limit: 100)
            .first { $0.automation == AutomationName.setUpProject.rawValue }
        guard let setUp, try runs.failure(of: setUp.id)?.code == SetUpProject.repositoryGone else { return }
        try runs.tryAgain(setUp.id, at: now)
    }
}
