import Automations
import Foundation
import KubernetesAPI
import Storage

/// Objects as a watch saw them together, to be recorded together.
struct Sightings: Sendable {
    /// One object that was seen, or seen to be gone.
    struct Sighting: Sendable {
        var place: ManagedPlace
        var state: SeenState
        /// Whether the namespace says that nothing is put back; nil for other objects.
        var isPaused: Bool?

        /// Whether Flux says that a Secret is missing.
        var lacksSecret: Bool { state.message.map(FluxFailure.lacksSecret) ?? false }
    }

    private(set) var all: [Sighting] = []

    mutating func add(_ place: ManagedPlace, _ object: ObservedObject, isGone: Bool) {
        guard let kind = place.object.recordKind else { return }
        let state = isGone ? SeenState.missing : SeenState.of(object, kind)
        let isPaused = kind == .namespace && !isGone ? object.isPaused : nil
        all.append(Sighting(place: place, state: state, isPaused: isPaused))
    }

    mutating func addMissing(_ places: [ManagedPlace]) {
        all += places.filter { $0.object.recordKind != nil }.map { Sighting(place: $0, state: .missing) }
    }

    /// Stores what differs from what is stored; objects of projects that are not known here are left out.
    /// - Returns: the environments whose namespace is no longer paused.
    func record(in database: Database, at now: Date) async throws -> Set<ProjectPlace> {
        guard !all.isEmpty else { return [] }
        let news = try await database.read { tx in try all.filter { try tx.isNews($0, at: now) } }
        guard !news.isEmpty else { return [] }
        // Found out again by itself after a power cut.
        return try await database.write(.withTheNext) { tx in
            try news.reduce(into: []) { resumed, sighting in
                try tx.save(sighting, at: now)
                if try tx.pause(sighting, at: now) { resumed.insert(sighting.place.place) }
            }
        }
    }
}

extension ObservedObject {
    /// The annotation, or label, by which people keep Slipway from putting back what they change.
    var isPaused: Bool {
        annotations[ProjectNames.paused] == "true" || labels[ProjectNames.paused] == "true"
    }
}

extension Transaction {
    fileprivate func isNews(_ sighting: Sightings.Sighting, at now: Date) throws -> Bool {
        guard let seen = try record(sighting, at: now) else { return false }
        return try seen.isNew || isPauseNews(sighting)
    }

    fileprivate func save(_ sighting: Sightings.Sighting, at now: Date) throws {
        guard let seen = try record(sighting, at: now), seen.isNew else { return }
        let record = seen.record
        let hadFailed = try gitopsResources.find(record.project, record.environment, record.kind)?.failing != nil
        try gitopsResources.save(record)
        if hadFailed, record.failing == nil { try recover(record, at: now) }
    }

    /// - Returns: whether a pause has ended.
    fileprivate func pause(_ sighting: Sightings.Sighting, at now: Date) throws -> Bool {
        guard try isPauseNews(sighting), let isPaused = sighting.isPaused else { return false }
        let place = sighting.place.place
        try environments.update(place.project.value, place.environment, at: now) {
            $0.paused = isPaused ? now.roundedToMilliseconds : nil
        }
        if !isPaused { try wakeRests(of: place.project.value, at: now) }
        return !isPaused
    }

    private func isPauseNews(_ sighting: Sightings.Sighting) throws -> Bool {
        guard let isPaused = sighting.isPaused else { return false }
        let place = sighting.place.place
        guard let environment = try environments.find(place.project.value, place.environment) else { return false }
        return (environment.paused != nil) != isPaused
    }

    /// The record as it should be; nil for a project that is not known here.
    private func record(
        _ sighting: Sightings.Sighting, at now: Date
    ) throws -> (record: GitOpsResourceRecord, isNew: Bool)? {
        let place = sighting.place.place
        guard let kind = sighting.place.object.recordKind else { return nil }
        if let known = try gitopsResources.find(place.project.value, place.environment, kind) {
            let seen = known.seen(sighting.state, at: now)
            return (seen, seen != known)
        }
        // Of a project that left the cluster nothing is recorded any more; that the last of it went is no news.
        guard sighting.state.status != .missing, try environments.find(place.project.value, place.environment) != nil,
            try archivals.find(place.project.value)?.removed == nil
        else { return nil }
        let fresh = GitOpsResourceRecord(
            project: place.project.value, environment: place.environment, kind: kind,
            name: sighting.place.object.name(in: place, owner: sighting.place.owner), namespace: place.namespace.text,
            updated: now.roundedToMilliseconds)
        return (fresh.seen(sighting.state, at: now), true)
    }
}
