import Foundation
import GitHubAPI
import KubernetesAPI
import RunEngine
import Storage

extension SetUpProject {
    /// Prepares all environments side by side.
    /// - Parameter committed: reached when there is something to deploy. Flux's objects wait for it.
    /// - Returns: those that could not be prepared.
    func prepareEnvironments(
        _ plan: SetUpPlan, after committed: Milestone, _ context: RunContext
    ) async throws -> [EnvironmentFailure] {
        let (failures, seen) = try await context.run { context in
            try await obtainCredential(plan, context)
            return try await prepare(EnvironmentName.allCases, round: 1, after: committed, plan, context)
        } beside: { context, _ in
            try await lookAgain(plan, context)
        }
        try seen.get()
        return failures
    }

    /// Concludes the first round. Environments that failed leave the project degraded and are tried again with growing
    /// pauses, for a day.
    /// - Returns: the environments that could not be prepared.
    func finishEnvironments(
        _ failures: [EnvironmentFailure], _ plan: SetUpPlan, _ context: RunContext
    ) async throws -> [String] {
        var (failures, plan, absence) = (failures, plan, Absence())
        try await conclude(failures, round: 1, plan, context)
        for round in 2...Self.rounds where !failures.isEmpty {
            absence.note(failures)
            if absence.isForGood(try await context.projectRecord()) { throw Self.gone(plan.fullName) }
            try await pause(after: round - 1, context)
            plan.present = try await context.projectRecord()
            failures = try await prepare(failures.map(\.environment), round: round, plan, context)
            try await conclude(failures, round: round, plan, context)
        }
        return failures.map(\.environment.rawValue)
    }

    private static let rounds = 300

    private func prepare(
        _ environments: [EnvironmentName], round: Int, after committed: Milestone? = nil, _ plan: SetUpPlan,
        _ context: RunContext
    ) async throws -> [EnvironmentFailure] {
        let prefix = round == 1 ? "" : "round \(round)/"
        let results = try await context.parallel(over: environments, named: { prefix + $0.rawValue }) {
            environment, context in
            try await prepare(environment, after: committed, plan, context)
        }
        return zip(environments, results).compactMap { environment, result in
            guard case .failure(let error) = result else { return nil }
            return EnvironmentFailure(environment: environment, error: error)
        }
    }

    private func prepare(
        _ environment: EnvironmentName, after committed: Milestone?, _ plan: SetUpPlan, _ context: RunContext
    ) async throws {
        let began = context.recordedNow
        let place = EnvironmentInCluster(client: bench.cluster, project: plan.identity, environment: environment)
        try await context.step("create the namespace", retry: .brief) { _ in
            let desired = desired(environment, plan, tag: nil)
            try await place.createNamespace(desired)
            try await context.write { [id = context.project, now = context.now, limits = desired.limits.text] tx in
                try tx.environments.update(id, environment, at: now) { $0.limits = limits }
            }
        }
        try await context.step("create what Flux needs", retry: .brief) { _ in
            let credentials = try await credentials(plan)
            try await place.createFoundation(desired(environment, plan, tag: nil, credentials))
            // What an earlier round made may be of an owner of before.
            if plan.present != nil { try await place.deleteFormerLogins() }
        }
        try await committed?.reached()
        try await context.step("create the Flux objects", retry: .brief) { _ in
            try await place.applyFlux(context) { desired(environment, plan, tag: $0) }
        }
        try await recordPrepared(place, began, context)
    }

    private func desired(
        _ environment: EnvironmentName, _ plan: SetUpPlan, tag: String?,
        _ credentials: DesiredState.Credentials = DesiredState.Credentials()
    ) -> DesiredState {
        DesiredState(
            project: plan.identity, environment: environment, imageTag: tag, settings: settings,
            credentials: credentials)
    }

    private func recordPrepared(
        _ place: EnvironmentInCluster, _ began: Date, _ context: RunContext
    ) async throws {
        let (id, environment, settings, now) = (context.project, place.environment, settings, context.now)
        try await context.record("prepared") { tx in
            try tx.environments.update(id, environment, at: now) { record in
                record.trouble = nil
                if record.desiredImageTag != nil, record.state == .degraded { record.comeBack() }
                guard record.desiredImageTag == nil else { return }
                record.state = .ready
                record.message = "prepared in \(Wording.duration(now.timeIntervalSince(began)))"
            }
            // Whoever follows the repository passed by what was not prepared yet.
            if let project = try tx.projects.find(id), project.state != .settingUp, place.project.isBefore(project) {
                try tx.follow(project, because: "moved while \(environment.rawValue) was prepared", at: now)
            }
            try tx.tellSetUp(of: id, settings, at: now)
        }
    }

    /// 5 s, 10 s, 20 s … up to five minutes.
    private func pause(after round: Int, _ context: RunContext) async throws {
        let pause = RetryPolicy(firstDelay: .seconds(5), longestDelay: .seconds(300), jitter: 0)
            .delay(afterAttempt: round, chance: 0)
        let _: Waited<Bool> = try await context.wait(
            "pause \(round)", for: "the next attempt to prepare environments", timeout: pause, checkEvery: pause
        ) { nil }
    }
}

/// An environment that could not be prepared.
struct EnvironmentFailure: Sendable {
    let environment: EnvironmentName
    let error: UserError
}

extension RetryPolicy {
    /// For one environment: a failure is told soon and tried again in the next round.
    static let brief = RetryPolicy(attempts: 4, firstDelay: .milliseconds(500), longestDelay: .seconds(4))
}
