import Foundation
import RunEngine
import Storage

/// Takes a release on into an environment whose promotion is manual, because a person said so; then onwards as the
/// configuration says.
public struct Promote: Automation {
    public let name = AutomationName.promote.rawValue
    let deploy: Deploy

    public init(_ bench: Workbench) {
        deploy = Deploy(bench)
    }

    public func run(_ context: RunContext) async throws -> RunOutcome {
        let promotion = try context.input(as: PromoteInput.self)
        let found = try await context.read { try $0.releases.find(promotion.release) }
        guard let release = found.map(Release.init) else { return .done("the release is not known any more") }
        return try await deploy.deploy(
            release, through: [promotion.environment] + promotion.environment.after,
            promotedTo: promotion.environment, context)
    }

    public func failed(_ error: UserError, _ context: RunContext) async throws {
        let promotion = try context.input(as: PromoteInput.self)
        try await deploy.tellFailure(error, context) { try $0.releases.find(promotion.release) }
    }
}

/// Which release a person takes where.
public struct PromoteInput: Sendable, Hashable, Codable {
    public var release: Int64
    public var environment: EnvironmentName

    /// The semantic key: a release is promoted to an environment once.
    var key: String { "promote:\(release):\(environment.rawValue)" }
}

extension Transaction {
    /// Begins the promotion of the newest release that waits for a person.
    /// - Parameter environment: where to; `nil` for the first environment that a release waits for.
    /// - Throws: ``Refusal`` when nothing waits there.
    public func promote(
        _ project: ProjectRecord, to environment: EnvironmentName?, at now: Date
    ) throws -> (release: ReleaseRecord, environment: EnvironmentName, run: RunRecord?) {
        guard try !isLeaving(project.id) else {
            throw Refusal(
                "\(project.fullName) is not in the cluster any more, or about to leave it.",
                whatToDo: "A push to `\(project.branch)` brings it back.")
        }
        for release in try releases.list(project: project.id, limit: 100) where release.buildState == .success {
            let rows = try releases.environments(of: release.id)
            guard let row = rows.first(where: { $0.detail == Self.promotionByHand && $0.state == .waiting }) else {
                continue
            }
            guard environment == nil || environment == row.environment else { continue }
            let promotion = PromoteInput(release: release.id, environment: row.environment)
            let enqueued = try runs.enqueue(
                try NewRun(
                    automation: AutomationName.promote.rawValue, key: promotion.key, project: project.id,
                    input: promotion), at: now)
            return (release, row.environment, enqueued.run)
        }
        throw Refusal(
            "no release of \(project.fullName) waits for promotion"
                + (environment.map { " to \($0.rawValue)." } ?? "."),
            whatToDo: "`slipway project show \(project.fullName)` shows how far its releases are.")
    }
}
