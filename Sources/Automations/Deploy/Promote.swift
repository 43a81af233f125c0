import Foundation
import RunEngine
import Storage

/// Takes a release on into an environment: one whose promotion is manual, because a person said so; or the one where it was
/// when its project left the cluster, because that came back. Then onwards as the configuration says.
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
        if promotion.comeBack != nil {
            try await deploy.waitForSetUp(context)
            if try await deploy.endIfLeaving(release.id, context) {
                return .done("the project has left the cluster again")
            }
        }
        return try await deploy.deploy(
            release, through: [promotion.environment] + promotion.environment.after,
            promotedTo: promotion.isByHand == false ? nil : promotion.environment, context)
    }

    public func failed(_ error: UserError, _ context: RunContext) async throws {
        let promotion = try context.input(as: PromoteInput.self)
        try await deploy.tellFailure(error, context) { try $0.releases.find(promotion.release) }
    }
}

/// Which release is taken where.
public struct PromoteInput: Sendable, Hashable, Codable {
    public var release: Int64
    public var environment: EnvironmentName
    /// The run that set up the project anew; nil: a person promoted the release.
    public var comeBack: Int64?
    /// False if nobody has let the release into the environment yet: the configuration says whether it may enter. Nil: true.
    public var isByHand: Bool?

    /// The semantic key: a release is promoted to an environment once, and goes on once when its project comes back.
    var key: String {
        comeBack.map { "resume:\(release):\($0)" } ?? "promote:\(release):\(environment.rawValue)"
    }
}

extension Transaction {
    /// The newest image, if it was on its way when its project left the cluster, goes on where it was: no build would bring
    /// it again.
    /// - Parameter run: which sets the project up anew.
    func resumeRelease(of id: String, comeBack run: Int64, _ settings: Settings, at now: Date) throws {
        guard let project = try projects.find(id) else { return }
        let newest = try releases.list(project: id, limit: 100).first { release in
            release.buildState == .success && release.ref == "refs/heads/\(project.branch)"
        }
        guard let newest else { return }
        let stopped = try releases.environments(of: newest.id).filter {
            $0.state == .superseded && $0.detail == Self.leaves
        }
        guard let first = stopped.first else { return }
        for row in stopped {
            try releases.update(row.environment, of: newest.id, at: now) { row in
                (row.state, row.detail, row.trouble, row.finished) = (.waiting, nil, nil, nil)
            }
        }
        let input = PromoteInput(
            release: newest.id, environment: first.environment, comeBack: run, isByHand: first.started != nil)
        _ = try runs.enqueue(
            try NewRun(
                automation: AutomationName.promote.rawValue, key: input.key, project: id, input: input), at: now)
        try Telling(settings).tell(newest.sha, of: id, in: self, at: now)
    }
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
