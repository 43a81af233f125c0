import Foundation
import GitHubAPI
import RunEngine
import Storage

extension SetUpProject {
    /// Executes an attempt and makes a failure visible that somebody has to mend, while it is tried again.
    func noting<T>(
        _ stage: InitialisationStage, _ attempt: Int, _ context: RunContext, _ body: () async throws -> T
    ) async throws -> T {
        do {
            return try await body()
        } catch let error as any UserExplaining where Self.isWorthNoting(error, attempt) {
            try await note(error.userError, stage, context)
            throw error
        }
    }

    /// A refusal at once; what usually passes only when it does not.
    private static func isWorthNoting(_ error: any UserExplaining, _ attempt: Int) -> Bool {
        (error as? GitHubError)?.isPermissionRefusal == true || attempt >= 4
    }

    private func note(_ error: UserError, _ stage: InitialisationStage, _ context: RunContext) async throws {
        let (id, settings, now) = (context.project, settings, context.now)
        try await context.write { tx in
            guard let project = try tx.projects.find(id), project.trouble != error.trouble else { return }
            try tx.initialisation.fail(stage, of: id, error: error.description, at: now)
            try tx.projects.update(id, at: now) { project in
                project.reason = error.what
                project.trouble = error.trouble
            }
            try tx.tellSetUp(of: id, settings, at: now)
        }
    }
}
