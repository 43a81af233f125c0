import Foundation
import KubernetesAPI
import Logging
import RunEngine
import Storage

/// Suspends a source that keeps failing, and after a while lets Flux try it. One that fails again rests again, longer.
///
/// A push or a release does not wait for that: it lets Flux try at once, and this goes on with what comes of it.
public struct RestSource: Automation {
    public let name = AutomationName.restSource.rawValue
    let bench: Workbench

    public init(_ bench: Workbench) {
        self.bench = bench
    }

    var settings: Settings { bench.settings }

    public func run(_ context: RunContext) async throws -> RunOutcome {
        let input = try context.input(as: RestInput.self)
        guard try await begin(input, context) else { return .done("it need not rest") }
        let place = EnvironmentInCluster(
            client: bench.cluster, project: try await context.identity(), environment: input.environment)
        let isThere: Bool = try await context.step("suspend the source", retry: .untilItAnswers) { _ in
            try await place.suspendSource()
        }
        guard isThere else { return try await conclude(.gone, input, context) }
        try await rest(input, context)
        let token = ReconcileToken(at: context.recordedNow)
        try await context.step("let Flux try the source", retry: .untilItAnswers) { _ in
            _ = try await place.resumeSource(token)
        }
        return try await conclude(try await verdict(token, place, context), input, context)
    }

    public func failed(_ error: UserError, _ context: RunContext) async throws {
        let input = try context.input(as: RestInput.self)
        let (id, settings, now) = (context.project, settings, context.now)
        context.logger.error("a failing source could not be suspended", metadata: ["reason": "\(error)"])
        // The source stays as it is; if it goes on failing, this begins anew.
        try await context.write { tx in
            try tx.sourceRests.end(id, input.environment)
            try tx.tellNewest(of: id, settings, at: now)
        }
    }

    private func begin(_ input: RestInput, _ context: RunContext) async throws -> Bool {
        let (id, settings, now) = (context.project, settings, context.now)
        return try await context.record("begin to rest") { tx in
            guard let project = try tx.projects.find(id),
                let environment = try tx.environments.find(id, input.environment),
                let source = try tx.gitopsResources.find(id, input.environment, .gitRepository), source.failing != nil,
                try tx.reasonToLeaveAlone(project, environment) == nil
            else {
                try tx.sourceRests.end(id, input.environment)
                return false
            }
            let end = now.addingTimeInterval(settings.protection.rest(input.round)).roundedToMilliseconds
            try tx.sourceRests.save(
                SourceRestRecord(
                    project: id, environment: input.environment, failing: input.failing, message: input.message,
                    round: input.round, nextProbe: end))
            try tx.tellNewest(of: id, settings, at: now)
            return true
        }
    }

    /// Until it is time, or a push or a release came.
    private func rest(_ input: RestInput, _ context: RunContext) async throws {
        let (id, limit, now) = (context.project, settings.protection.probes, context.now)
        let (known, overdue) = try await context.read { tx in
            (try tx.sourceRests.find(id, input.environment), try tx.sourceRests.overdueCount(at: now))
        }
        let left = known.map { $0.nextProbe.timeIntervalSince(now) } ?? 0
        // Whoever ends a try lets the next one look: this is only for the case that nobody did, however many wait.
        let recheck = min(900, 15 * Double(max(1, overdue / max(1, limit))))
        let _: Waited<Bool> = try await context.wait(
            "rest", for: "the source to rest", timeout: .seconds(settings.protection.longestRest * 2),
            checkEvery: .seconds(left > 0 ? left : recheck),
            wakeOn: [WakeKey.source(id, input.environment)]
        ) {
            let now = context.now
            return try await context.write { try $0.mayProbe(id, input.environment, limit: limit, at: now) }
                ? true : nil
        }
    }

    private func verdict(
        _ token: ReconcileToken, _ place: EnvironmentInCluster, _ context: RunContext
    ) async throws -> RestEnd {
        let waited = try await context.wait(
            "verdict", for: "Flux to try the source", timeout: .seconds(settings.patience.flux),
            checkEvery: .seconds(settings.patience.recheck),
            wakeOn: [WakeKey.flux(place.project.id, place.environment)]
        ) { try await place.sourceState().map { RestEnd($0, token: token) } ?? .gone }
        return waited.value ?? .silent
    }

    private func conclude(_ end: RestEnd, _ input: RestInput, _ context: RunContext) async throws -> RunOutcome {
        let (id, settings, now) = (context.project, settings, context.now)
        try await context.record("conclude the rest") { tx in
            if let message = end.failure ?? (end == .silent ? input.message : nil) {
                let probe = now.addingTimeInterval(settings.protection.rest(input.round + 1))
                try tx.restAgain(input, message, of: id, until: probe, at: now)
                try tx.wakeOverdue(1, at: now)
            } else {
                try tx.sourceRests.end(id, input.environment)
                if end == .fetched { try tx.letOthersTry(2, at: now) } else { try tx.wakeOverdue(1, at: now) }
                try tx.tellNewest(of: id, settings, at: now)
            }
        }
        return .done("\(input.environment.rawValue): \(end.words)")
    }
}

extension RetryPolicy {
    /// A source that was suspended and of which nobody knows any more would stay so for ever.
    fileprivate static let untilItAnswers = RetryPolicy(longestDelay: .seconds(300))
}

/// What came of letting Flux try.
enum RestEnd: Codable, Sendable, Equatable {
    case fetched
    case failing(String)
    /// Flux did not try.
    case silent
    /// The source does not exist any more.
    case gone
    /// Somebody else suspended it.
    case takenOver

    /// Nil: not yet.
    init?(_ observed: FluxObservation, token: ReconcileToken) {
        if observed.isSuspended {
            self = .takenOver
        } else if !token.isHandled(in: observed) {
            return nil
        } else if let failure = FluxFailure(of: observed) {
            self = .failing(failure.message)
        } else if observed.observedGeneration == observed.generation, observed.holding("Ready") != nil {
            self = .fetched
        } else {
            return nil
        }
    }

    var failure: String? {
        if case .failing(let message) = self { message } else { nil }
    }

    var words: String {
        switch self {
        case .fetched: "the source is fetched again"
        case .failing(let message): "still failing: \(message)"
        case .silent: "Flux did not try the source in time"
        case .gone: "the source does not exist any more"
        case .takenOver: "somebody else suspended the source"
        }
    }
}

/// Which source rests, for the how-manieth time.
public struct RestInput: Sendable, Hashable, Codable {
    public var environment: EnvironmentName
    /// Since when it has been failing.
    public var failing: Date
    public var message: String
    public var round: Int

    public init(environment: EnvironmentName, failing: Date, message: String, round: Int) {
        self.environment = environment
        self.failing = failing
        self.message = message
        self.round = round
    }
}
