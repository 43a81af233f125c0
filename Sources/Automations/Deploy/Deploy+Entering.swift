import Foundation
import RunEngine
import Storage

extension Deploy {
    /// Whether a release may enter an environment.
    enum Entrance: Codable, Sendable, Equatable {
        case entered
        case superseded(by: String)
        case waitsForPromotion

        var arrival: Arrival {
            switch self {
            case .entered: .ready
            case .superseded(let commit): .superseded(by: commit)
            case .waitsForPromotion: .waitsForPromotion
            }
        }
    }

    /// Takes the release into an environment, in one transaction with what that does to others: a newer release that is in
    /// already keeps this one out, older ones are superseded.
    func enter(
        _ release: Release, _ environment: EnvironmentName, isPromoted: Bool, _ context: RunContext
    ) async throws -> Entrance {
        let (id, settings, now) = (context.project, settings, context.now)
        return try await context.record("enter \(environment.rawValue)") { tx in
            let entrance = try tx.enter(release, environment, isPromoted: isPromoted, of: id, settings, at: now)
            try Telling(settings).tell(release.commit, of: id, in: tx, at: now)
            return entrance
        }
    }

    /// Whether a newer release has taken the environment over.
    func isSuperseded(
        _ release: Release, _ environment: EnvironmentName, _ context: RunContext
    ) async throws -> Bool {
        try await context.read { tx in
            try tx.releases.environment(environment, of: release.id)?.state == .superseded
        }
    }
}

extension Transaction {
    static var promotionByHand: String { "waits for promotion by hand" }

    fileprivate func enter(
        _ release: Release, _ environment: EnvironmentName, isPromoted: Bool, of project: String,
        _ settings: Settings, at now: Date
    ) throws -> Deploy.Entrance {
        if let newer = try newerRelease(than: release, in: environment, of: project) {
            try supersede(release.id, in: environment, by: newer.sha, at: now)
            return .superseded(by: Wording.short(newer.sha))
        }
        let isManual = settings.environments[environment].promotion == .manual && !isPromoted
        for older in try olderReleases(than: release, in: environment, of: project, onlyWaiting: isManual) {
            try supersede(older.id, in: environment, by: release.commit, at: now)
            try Telling(settings).tell(older.sha, of: project, in: self, at: now)
        }
        if isManual {
            try releases.update(environment, of: release.id, at: now) {
                ($0.detail, $0.trouble) = (Self.promotionByHand, nil)
            }
            return .waitsForPromotion
        }
        try runs.wake([WakeKey.release(project, environment)], at: now)
        try begin(release, environment, of: project, at: now)
        return .entered
    }

    private func begin(
        _ release: Release, _ environment: EnvironmentName, of project: String, at now: Date
    ) throws {
        let record = try environments.update(project, environment, at: now) { record in
            record.state = .working
            record.desiredImageTag = release.commit
            record.trouble = nil
            record.message = nil
        }
        try releases.update(environment, of: release.id, at: now) { row in
            row.state = .working
            row.detail = "Flux applies the new image"
            row.trouble = nil
            row.previousImage = record.imageTag
            row.started = now
        }
    }

    /// A newer release that has entered the environment, whatever became of it there.
    private func newerRelease(
        than release: Release, in environment: EnvironmentName, of project: String
    ) throws -> ReleaseRecord? {
        guard let mine = try releases.find(release.id) else { return nil }
        return try releases.list(project: project, limit: 100).first { other in
            guard other.isNewer(than: mine) else { return false }
            let state = try releases.environment(environment, of: other.id)?.state
            return state == .working || state == .ready || state == .failed
        }
    }

    /// Older releases that wait for the environment or are on their way in it.
    private func olderReleases(
        than release: Release, in environment: EnvironmentName, of project: String, onlyWaiting: Bool
    ) throws -> [ReleaseRecord] {
        guard let mine = try releases.find(release.id) else { return [] }
        return try releases.list(project: project, limit: 100).filter { other in
            guard mine.isNewer(than: other), other.buildState == .success,
                let state = try releases.environment(environment, of: other.id)?.state
            else { return false }
            return onlyWaiting ? state == .waiting : !state.isOver
        }
    }

    /// A release that does not go on here does not come to the environments behind this one either.
    private func supersede(_ release: Int64, in environment: EnvironmentName, by commit: String, at now: Date) throws {
        for row in try releases.environments(of: release) where row.environment >= environment && !row.state.isOver {
            try releases.update(row.environment, of: release, at: now) { row in
                row.state = .superseded
                row.detail = "superseded by `\(Wording.short(commit))`"
                row.trouble = nil
                row.finished = now
            }
        }
    }
}
