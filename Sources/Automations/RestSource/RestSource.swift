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
        let place = EnvironmentInCluster(
            client: bench.cluster, project: try await context.identity(), environment: input.environment)
        guard try await isStillThere(input, place, context) else { return .done("it is not suspended any more") }
        guard try await begin(input, context) else { return .done("it need not rest") }
        let isThere: Bool = try await context.step("suspend the source", retry: .untilItAnswers) { _ in
            try await place.suspendSource()
        }
        guard isThere else { return try await conclude(.gone, input, context) }
        guard try await rest(input, context) else { return try await conclude(.silent, input, context) }
        return try await conclude(try await attempt(place, context), input, context)
    }

    public func failed(_ error: UserError, _ context: RunContext) async throws {
        let input = try context.input(as: RestInput.self)
        let (id, settings, now) = (context.project, settings, context.now)
        context.logger.error("a failing source could not be suspended", metadata: ["reason": "\(error)"])
        // The source stays as it is: if it goes on failing, or is still suspended, this begins anew.
        try await context.write { tx in
            try tx.sourceRests.end(id, input.environment)
            try tx.tellNewest(of: id, settings, at: now)
        }
    }

    /// A source that was found suspended may have been resumed since: it is not suspended for that.
    private func isStillThere(
        _ input: RestInput, _ place: EnvironmentInCluster, _ context: RunContext
    ) async throws -> Bool {
        guard input.isAdopted == true else { return true }
        return try await context.step("look whether it is suspended", retry: .untilItAnswers) { _ in
            try await place.isSourceAtRest()
        }
    }

    private func begin(_ input: RestInput, _ context: RunContext) async throws -> Bool {
        let (id, settings, now) = (context.project, settings, context.now)
        return try await context.record("begin to rest") { tx in
            guard let project = try tx.projects.find(id),
                let environment = try tx.environments.find(id, input.environment),
                let source = try tx.gitopsResources.find(id, input.environment, .gitRepository),
                source.failing != nil || input.isAdopted == true, try tx.reasonNotToRest(project, environment) == nil
            else {
                // It rested until now, and what it said then must not stand on the commit for ever.
                try tx.sourceRests.end(id, input.environment)
                try tx.tellNewest(of: id, settings, at: now)
                return false
            }
            let length = input.isAdopted == true ? 0 : settings.protection.rest(input.round)
            let end = now.addingTimeInterval(length).roundedToMilliseconds
            try tx.sourceRests.save(
                SourceRestRecord(
                    project: id, environment: input.environment, failing: input.failing, message: input.message,
                    round: input.round, nextProbe: end))
            try tx.tellNewest(of: id, settings, at: now)
            return true
        }
    }

    /// For as long as it takes: a pause may be long, and so may be the queue of those that wait for a try.
    private static let longest = Duration.seconds(3650 * 86_400)

    /// Until it is time, or a push or a release came.
    /// - Returns: false if it never came to that.
    private func rest(_ input: RestInput, _ context: RunContext) async throws -> Bool {
        let (id, limit, now) = (context.project, settings.protection.probes, context.now)
        let (known, overdue, isPaused) = try await context.read { tx in
            (
                try tx.sourceRests.find(id, input.environment), try tx.sourceRests.overdueCount(at: now),
                try tx.isPaused(id, input.environment)
            )
        }
        let left = known.map { $0.nextProbe.timeIntervalSince(now) } ?? 0
        // Whoever ends a try lets the next one look: this is only for the case that nobody did, however many wait.
        let recheck = isPaused ? 900 : min(900, 15 * Double(max(1, overdue / max(1, limit))))
        let waited: Waited<Bool> = try await context.wait(
            "rest", for: "the source to rest", timeout: Self.longest,
            checkEvery: .seconds(left > 0 ? left : recheck),
            wakeOn: [WakeKey.source(id, input.environment)]
        ) {
            let now = context.now
            return try await context.write { try $0.mayProbe(id, input.environment, limit: limit, at: now) }
                ? true : nil
        }
        return waited.value != nil
    }

    /// Lets Flux try the source.
    private func attempt(_ place: EnvironmentInCluster, _ context: RunContext) async throws -> RestEnd {
        let token = ReconcileToken(at: context.recordedNow)
        let resumption: Resumption
        do {
            resumption = try await context.step("resume the source", retry: .untilItAnswers) { _ in
                try await place.resumeSource(token)
            }
        } catch let refusal as UserError {
            return .refused(refusal.what)
        }
        return switch resumption {
        case .done: try await verdict(token, place, context)
        case .gone: .gone
        case .takenOver: .takenOver
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
            if let next = input.next(after: end, settings.protection) {
                let probe = now.addingTimeInterval(settings.protection.rest(next.round))
                if try !tx.restAgain(next, of: id, until: probe, at: now) {
                    // Somebody resumed it meanwhile.
                    try tx.tellNewest(of: id, settings, at: now)
                }
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
    /// The cluster does not let Slipway resume it.
    case refused(String)

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

    var words: String {
        switch self {
        case .fetched: "the source is fetched again"
        case .failing(let message): "still failing: \(message)"
        case .silent: "Flux did not try the source in time"
        case .gone: "the source does not exist any more"
        case .takenOver: "somebody else suspended the source"
        case .refused(let why): "the source is still suspended: \(why)"
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
    /// It was found suspended by Slipway, which knew nothing of it; nil: it was not.
    public var isAdopted: Bool?

    public init(
        environment: EnvironmentName, failing: Date, message: String, round: Int, isAdopted: Bool? = nil
    ) {
        self.environment = environment
        self.failing = failing
        self.message = message
        self.round = round
        self.isAdopted = isAdopted
    }

    /// The rest that follows; nil if none does. One that was not tried is not longer than the one before.
    func next(after end: RestEnd, _ protection: Protection) -> RestInput? {
        var next = self
        next.isAdopted = nil
        switch end {
        case .failing(let message): (next.message, next.round) = (message, round + 1)
        case .silent: next.round += 1
        case .refused(let why):
            next.message = "Slipway cannot let Flux try it: \(why)"
            return next
        case .fetched, .gone, .takenOver: return nil
        }
        return protection.suspendAfter == nil ? nil : next
    }
}
