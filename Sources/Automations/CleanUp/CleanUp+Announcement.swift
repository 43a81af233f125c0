import Foundation
import Logging
import RunEngine
import Storage

extension CleanUp {
    /// Nothing is removed before people could read for a whole notice that it will be.
    ///
    /// While the announcement is not on GitHub (Slipway or GitHub was away, or GitHub refused it) the time is moved, which
    /// says it anew. Where nobody can be told, because comments are switched off, no commit is known or there is no
    /// repository any more, the time is all there is.
    /// - Parameter isReadable: whether GitHub shows the repository.
    /// - Returns: why the project stays; nil when the time has come.
    func notice(
        until due: Date, isReadable: Bool, _ input: CleanUpInput, _ context: RunContext
    ) async throws -> String? {
        guard isReadable else { return try await wait(until: due, input, context) }
        var due = due
        for round in 1...Self.rounds {
            let announced = try await announcement(round, until: due, input, context)
            if case .stays(let why) = announced.value { return why }
            due = try await setTime(round, announced.value, context)
            if announced.value == nil { continue }
            return try await wait(until: due, input, context)
        }
        return "its announcement could not be posted"
    }

    /// A year of days.
    private static let rounds = 365

    /// How an announcement fared.
    private enum Announcement: Codable, Equatable {
        /// It could be read from then on, or there is nobody to read it.
        case told(Date)
        case stays(String)
    }

    private func announcement(
        _ round: Int, until due: Date, _ input: CleanUpInput, _ context: RunContext
    ) async throws -> Waited<Announcement> {
        let (id, settings, now) = (context.project, settings, context.now)
        return try await context.wait(
            "the announcement \(round)", for: "the announcement to be on GitHub", timeout: context.time(until: due),
            checkEvery: .seconds(min(settings.patience.recheck, 5)), wakeOn: [WakeKey.cleanUp(id)]
        ) {
            try await context.read { tx -> Announcement? in
                guard try tx.isStillToLeave(id, input, settings, at: now) else { return .stays(Self.changed) }
                return try tx.announcementRead(of: id, settings).map(Announcement.told)
            }
        }
    }

    /// - Parameter announcement: nil if it was not posted in time.
    private func setTime(_ round: Int, _ announcement: Announcement?, _ context: RunContext) async throws -> Date {
        let (id, settings, now, logger) = (context.project, settings, context.now.roundedToMilliseconds, context.logger)
        return try await context.record("set the time \(round)") { tx in
            guard var archival = try tx.archivals.find(id), archival.begun == nil else { return now }
            var read = now
            if case .told(let time) = announcement { read = time }
            let due = read.addingTimeInterval(settings.cleanUp.notice)
            // What is posted within moments needs no other time.
            guard due.timeIntervalSince(archival.due) > settings.cleanUp.notice / 24 else { return archival.due }
            archival.due = due.roundedToMilliseconds
            try tx.archivals.save(archival)
            if announcement == nil {
                let reason = try tx.announcementTrouble(of: id) ?? "it was not posted yet"
                logger.warning(
                    "a project is not removed before its announcement can be read",
                    metadata: ["reason": "\(reason)", "due": "\(archival.due.formatted(.iso8601))"])
            }
            try tx.tellNewest(of: id, settings, at: now)
            return archival.due
        }
    }

    private func wait(until due: Date, _ input: CleanUpInput, _ context: RunContext) async throws -> String? {
        let (id, settings, now) = (context.project, settings, context.now)
        let notice: Waited<String> = try await context.wait(
            "the notice", for: "somebody to say that it stays, until \(due.formatted(.iso8601))",
            timeout: context.time(until: due), checkEvery: .seconds(settings.patience.recheck * 2),
            wakeOn: [WakeKey.cleanUp(id)]
        ) {
            try await context.read { try $0.isStillToLeave(id, input, settings, at: now) ? nil : Self.changed }
        }
        return notice.value
    }
}

extension RunContext {
    fileprivate func time(until date: Date) -> Duration {
        .milliseconds(Int64(max(0, date.timeIntervalSince(recordedNow)) * 1000))
    }
}

extension Transaction {
    /// Whether nobody touched, paused or mended the project since its farewell was announced.
    fileprivate func isStillToLeave(
        _ id: String, _ input: CleanUpInput, _ settings: Settings, at now: Date
    ) throws -> Bool {
        guard let project = try projects.find(id), try archivals.find(id)?.announced != nil else { return false }
        return try CleanUpRule(settings.cleanUp).reason(cleanUpFacts(of: project), at: now)?.cause == input.cause
    }

    /// Since when the announcement can be read on GitHub; nil while it cannot. Since it was made, where nobody can be told.
    func announcementRead(of id: String, _ settings: Settings) throws -> Date? {
        guard let announced = try archivals.find(id)?.announced else { return nil }
        guard settings.comments != .none, let entry = try newestComment(of: id) else { return announced }
        return entry.state == .delivered ? max(entry.updated, announced) : nil
    }

    /// Why GitHub did not take it, where it said.
    fileprivate func announcementTrouble(of id: String) throws -> String? { try newestComment(of: id)?.lastError }

    /// Nil where no commit is known.
    private func newestComment(of id: String) throws -> OutboxRecord? {
        guard let project = try projects.find(id), let commit = try newestCommit(of: project) else { return nil }
        return try outbox.find(OutboxKey.comment(project: id, sha: commit))
    }
}
