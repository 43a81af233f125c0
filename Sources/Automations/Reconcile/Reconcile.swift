import Foundation
import Logging
import RunEngine
import Storage

/// Lets Flux look at a pushed commit now, in every environment, instead of after its interval; and tells what came of it.
public struct Reconcile: Automation {
    public let name = AutomationName.reconcile.rawValue
    let bench: Workbench

    public init(_ bench: Workbench) {
        self.bench = bench
    }

    var settings: Settings { bench.settings }

    public func run(_ context: RunContext) async throws -> RunOutcome {
        let push = try context.input(as: PushInput.self)
        guard let record = try await context.projectRecord() else { return .done("the project is not known any more") }
        if push.isAskedFor != true {
            if record.scaffoldSHA == push.after { return .done("Slipway's own commit") }
            if try await recordPush(push, context) { return .superseded("a newer push came meanwhile") }
        }
        let id = context.project
        if try await context.read({ try $0.isLeaving(id) }) {
            return .done("the project leaves the cluster; it comes back when all of it is gone")
        }
        let project = try await context.identity()
        let token = ReconcileToken(at: context.recordedNow)
        let results = try await context.parallel(over: EnvironmentName.allCases) { environment, context in
            let place = EnvironmentInCluster(client: bench.cluster, project: project, environment: environment)
            return try await reconcile(push, at: place, token, context)
        }
        let outcomes = results.map { result in
            switch result {
            case .success(let outcome): outcome
            case .failure(let error): FluxOutcome.failed(error.trouble)
            }
        }
        try await tell(outcomes, push, context)
        return .done(Self.summary(outcomes, push))
    }

    public func failed(_ error: UserError, _ context: RunContext) async throws {
        context.logger.error("a push could not be reconciled", metadata: ["reason": "\(error)"])
    }

    /// - Returns: whether a newer push to the branch is known, so that this one has nothing left to do.
    private func recordPush(_ push: PushInput, _ context: RunContext) async throws -> Bool {
        let (id, run, settings, now) = (context.project, context.run.id, settings, context.now)
        return try await context.record("record the push") { tx in
            let former = try tx.projects.find(id).flatMap { try tx.newestCommit(of: $0) }
            try tx.pushes.record(PushRecord(project: id, push))
            try Telling(settings).tell(push.after, of: id, in: tx, at: now)
            try tx.heedPush(run, of: id, at: now)
            // A source that rests and a farewell stand on the newest commit only.
            if try tx.archivals.find(id) != nil || !tx.sourceRests.all(of: id).isEmpty {
                try tx.tellFormer(former, of: id, settings, at: now)
            }
            guard let latest = try tx.pushes.latest(project: id, ref: push.ref) else { return false }
            return try tx.pushes.isNewer(latest.after, than: push.after, project: id, ref: push.ref) == true
        }
    }

    private func reconcile(
        _ push: PushInput, at place: EnvironmentInCluster, _ token: ReconcileToken, _ context: RunContext
    ) async throws -> FluxOutcome {
        let isThere: Bool = try await context.step("ask Flux", retry: .patient) { _ in
            try await place.askFlux(token, context)
        }
        guard isThere else { return .missing }
        let wait = FluxWait(
            place: place, token: token, commit: push.after, ref: push.ref, patience: settings.patience)
        return try await wait.outcome(context)
    }

    private static func summary(_ outcomes: [FluxOutcome], _ push: PushInput) -> String {
        let environments = zip(EnvironmentName.allCases, outcomes)
        let parts = environments.map { environment, outcome in
            switch outcome {
            case .ready(let commit): "\(environment.rawValue) at \(Wording.short(commit))"
            case .failed(let trouble): "\(environment.rawValue): \(trouble.summary ?? trouble.what)"
            case .missing: "\(environment.rawValue) is not prepared yet"
            case .superseded: "\(environment.rawValue) went on with a newer push"
            }
        }
        return parts.joined(separator: ", ")
    }
}

extension Transaction {
    /// That the project leaves is taken back; one that is being removed comes back when all of it is gone, unless the push
    /// came before that was asked for.
    fileprivate func heedPush(_ run: Int64, of id: String, at now: Date) throws {
        guard var archival = try archivals.find(id) else { return }
        if archival.phase == .removing, try runThatAskedForRemoval(of: id).map({ $0.id < run }) ?? true {
            archival.pushed = now.roundedToMilliseconds
            try archivals.save(archival)
        }
        try runs.wake([WakeKey.cleanUp(id)], at: now)
    }
}

extension PushRecord {
    init(project: String, _ push: PushInput) {
        self.init(
            project: project, ref: push.ref, before: push.before, after: push.after, subject: push.subject,
            time: push.time)
    }
}
