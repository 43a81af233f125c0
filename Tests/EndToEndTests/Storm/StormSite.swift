import Automations
import Simulation

/// A repository of a storm and what people did to it.
struct StormSite: Sendable {
    /// As it is named now.
    var name: String
    let id: Int
    let project: String
    /// What becomes of the commits that were pushed, by SHA.
    var endings: [String: Deed.Ending] = [:]
    /// People's commits that must be on the branch: all since it was last forced by a person.
    var kept: Set<String> = []
    var isDeleted = false
    var isArchived = false
    /// Somebody paused its project at some time.
    var isPaused = false

    init(_ info: SimulatedGitHub.RepositoryInfo, host: String) {
        name = info.fullName
        id = info.id
        project = ProjectID(gitHubHost: host, repository: Int64(info.id)).value
    }

    func namespace(_ environment: String) -> String { "project-\(project)-\(environment)" }
}
