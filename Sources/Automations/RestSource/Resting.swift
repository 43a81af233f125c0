import Foundation
import RunEngine
import Storage

extension Transaction {
    /// Lets a source rest that keeps failing.
    /// - Returns: false if it need not, or does already.
    public func rest(_ source: GitOpsResourceRecord, at now: Date) throws -> Bool {
        guard let failing = source.failing, try !isWaitedFor(source) else { return false }
        let input = RestInput(
            environment: source.environment, failing: failing, message: source.message ?? "", round: 1)
        return try begin(input, of: source, at: now)
    }

    /// Whether a push or a release waits for the source: it lets Flux try at full speed, for as long as its patience lasts.
    private func isWaitedFor(_ source: GitOpsResourceRecord) throws -> Bool {
        if try environments.find(source.project, source.environment)?.state == .working { return true }
        return try !runs.unfinished(project: source.project, automation: AutomationName.reconcile.rawValue).isEmpty
    }

    /// Takes up a source that Slipway suspended and knows nothing of any more, such as after the restore of an older
    /// backup. Flux tries it as soon as not too many others are tried.
    /// - Returns: false if that need not be, or is done already.
    public func adopt(_ source: GitOpsResourceRecord, at now: Date) throws -> Bool {
        let input = RestInput(
            environment: source.environment, failing: source.failing ?? source.since, message: source.message ?? "",
            round: 1, isAdopted: true)
        return try begin(input, of: source, at: now)
    }

    private func begin(_ input: RestInput, of source: GitOpsResourceRecord, at now: Date) throws -> Bool {
        guard let project = try projects.find(source.project),
            let environment = try environments.find(source.project, source.environment),
            try reasonNotToRest(project, environment) == nil,
            try sourceRests.find(source.project, source.environment) == nil
        else { return false }
        let isUnderWay = try runs.unfinished(project: project.id, automation: AutomationName.restSource.rawValue)
            .contains { try $0.input(as: RestInput.self).environment == source.environment }
        guard !isUnderWay else { return false }
        // One that came to nothing (a pause, a lack of rights) may begin anew, but not twice in an hour.
        let hour = "\(Int64(now.timeIntervalSince1970 / 3600))"
        return try enqueue(input, of: project, unique: input.isAdopted == true ? "found:\(hour)" : hour, at: now)
    }

    /// - Returns: false if it does not rest any more.
    func restAgain(_ input: RestInput, of id: String, until end: Date, at now: Date) throws -> Bool {
        guard let project = try projects.find(id), var rest = try sourceRests.find(id, input.environment) else {
            return false
        }
        rest.probing = nil
        rest.nextProbe = end.roundedToMilliseconds
        rest.message = input.message
        try sourceRests.save(rest)
        _ = try enqueue(input, of: project, unique: "\(Int64(now.timeIntervalSince1970 * 1000))", at: now)
        return true
    }

    private func enqueue(_ input: RestInput, of project: ProjectRecord, unique: String, at now: Date) throws -> Bool {
        let began = Int64(input.failing.timeIntervalSince1970 * 1000)
        let enqueued = try runs.enqueue(
            try NewRun(
                automation: AutomationName.restSource.rawValue,
                key: "rest:\(project.repository):\(input.environment.rawValue):\(began):\(input.round):\(unique)",
                project: project.id, input: input), at: now)
        return enqueued.isNew
    }

    /// Whether Flux may try a source that rests: its time has come, nobody has it left alone and few others are being
    /// tried; or it is being tried.
    func mayProbe(_ project: String, _ environment: EnvironmentName, limit: Int, at now: Date) throws -> Bool {
        guard let rest = try sourceRests.find(project, environment), rest.probing == nil else { return true }
        guard rest.nextProbe <= now, try !isPaused(project, environment), try sourceRests.probingCount() < limit
        else { return false }
        try probe(project, environment, at: now)
        return true
    }

    /// Notes that Flux is trying a source that rests. Does nothing for others.
    func probe(_ project: String, _ environment: EnvironmentName, at now: Date) throws {
        guard var rest = try sourceRests.find(project, environment) else { return }
        rest.probing = rest.probing ?? now.roundedToMilliseconds
        try sourceRests.save(rest)
        try runs.wake([WakeKey.source(project, environment)], at: now)
    }

    /// Notes that somebody else has a source suspended that rested.
    func letGo(_ project: String, _ environment: EnvironmentName, at now: Date) throws {
        try sourceRests.end(project, environment)
        try runs.wake([WakeKey.source(project, environment)], at: now)
    }

    /// What made one source fail may have made others fail: after an outage they need not wait for their time.
    func letOthersTry(_ count: Int, at now: Date) throws {
        for rest in try sourceRests.next(count) { try hasten(rest, at: now) }
    }

    /// Lets sources look whether they may be tried: their time has come, and one that was being tried is not any more.
    func wakeOverdue(_ count: Int, at now: Date) throws {
        for rest in try sourceRests.overdue(count, at: now) {
            try runs.wake([WakeKey.source(rest.project, rest.environment)], at: now)
        }
    }

    /// Lets the sources of a project that rest look whether they may be tried: a pause has ended.
    public func wakeRests(of project: String, at now: Date) throws {
        let rests = try sourceRests.all(of: project)
        try runs.wake(Set(rests.map { WakeKey.source(project, $0.environment) }), at: now)
    }

    /// The sources of a project that rest are tried now: what made them fail may be mended.
    public func letTry(_ project: String, at now: Date) throws {
        for rest in try sourceRests.all(of: project) where rest.probing == nil { try hasten(rest, at: now) }
    }

    /// Sources that should rest, but that somebody resumed or made anew, are tried now, so that they either recover or
    /// rest again.
    public func tryResumed(_ protection: Protection, at now: Date) throws {
        for rest in try sourceRests.resumedByOthers(at: now) {
            let began = rest.nextProbe.addingTimeInterval(-protection.rest(rest.round))
            if now.timeIntervalSince(began) >= Protection.noticing { try hasten(rest, at: now) }
        }
    }

    private func hasten(_ rest: SourceRestRecord, at now: Date) throws {
        var rest = rest
        rest.nextProbe = min(rest.nextProbe, now.roundedToMilliseconds)
        try sourceRests.save(rest)
        try runs.wake([WakeKey.source(rest.project, rest.environment)], at: now)
    }

    /// Tells the newest commit of the tracked branch how things are.
    func tellNewest(of id: String, _ settings: Settings, at now: Date) throws {
        guard let project = try projects.find(id), let commit = try newestCommit(of: project) else { return }
        try Telling(settings).tell(commit, of: id, in: self, at: now)
    }

    /// The newest commit of the tracked branch that is known.
    func newestCommit(of project: ProjectRecord) throws -> String? {
        try pushes.latest(project: project.id, ref: "refs/heads/\(project.branch)")?.after ?? project.scaffoldSHA
    }
}

extension Trouble {
    /// For a source that rests.
    static func resting(_ rest: SourceRestRecord) -> Trouble {
        let next = rest.probing == nil ? "at \(Wording.timeOfDay(rest.nextProbe))" : "now"
        return Trouble(
            what: "Flux cannot fetch the repository and rests.",
            why: rest.message,
            whatToDo:
                "mend what the message names. Flux tries again \(next), and at once after a push or a build; what "
                + "runs is not touched.",
            summary: "cannot fetch; next try \(next)", code: "sourceResting")
    }
}
