import Foundation
import Service
import Simulation
import Storage

/// What there is at one moment: on the simulated GitHub and in the simulated cluster.
struct Sight: Sendable {
    let time: Date
    /// The head of the tracked branch; nil while the repository is empty.
    let head: String?
    /// Paths of the files of the head.
    let files: Set<String>
    let builds: [Build]
    let comments: [CommitComment]
    let statuses: [CommitStatus]
    let deployments: [Deployment]
    /// Always three, in the order a release visits them.
    let environments: [EnvironmentSight]
    /// Slipway's own account, only to show how far it is. Nothing is proved by it.
    let report: ProjectReport?

    func build(of commit: String) -> Build? { builds.last { $0.commit == commit } }

    func comments(on commit: String) -> [CommitComment] { comments.filter { $0.commit == commit } }

    /// The latest status that an environment has on a commit.
    func status(of environment: EnvironmentSight, on commit: String) -> CommitStatus? {
        statuses.last { $0.commit == commit && $0.context == "slipway/\(environment.name.rawValue)" }
    }

    /// The state of the deployment of a commit to an environment, as GitHub's page shows it.
    func deploymentState(of environment: EnvironmentSight, on commit: String) -> String? {
        deployments.last { $0.commit == commit && $0.environment == environment.name.rawValue }?.statuses.last?.state
    }
}
