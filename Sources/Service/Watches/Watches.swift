import Automations
import Foundation
import KubernetesAPI
import Logging
import RunEngine
import ServiceLifecycle
import Storage

/// Watches what Slipway keeps in the cluster: records how it is, wakes the runs that wait for it, and notices what was
/// deleted or changed by hand.
///
/// A cluster that is away is asked again and again; after it is back everything is told anew.
struct Watches: ServiceLifecycle.Service {
    let cluster: KubernetesClient
    let database: Database
    let engine: RunEngine
    let inventory: Inventory
    let drift: DriftWatch
    var reports = SecretReports()
    let logger: Logger
    var jitter: @Sendable () -> Double = { .random(in: 0..<1) }
    var clock: any Clock<Duration> = ContinuousClock()
    let now: @Sendable () -> Date

    private static let ours = Selector.labelled([ProjectNames.managedBy: ProjectNames.fieldManager])

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                for resource in ManagedObject.watched { group.addTask { await keep(resource) } }
            }
        }
    }

    // MARK: What Slipway keeps

    private func keep(_ resource: ResourceType) async {
        // Of the others nothing else is needed.
        let hasStatus = GitOpsResourceRecord.Kind(rawValue: resource.kind) != nil
        let objects = cluster.observe(
            resource, matching: Self.ours, extent: hasStatus ? .whole : .metadata, jitter: jitter)
        var listed: Set<ManagedPlace> = []
        await follow(objects, resource) { element in
            switch element {
            case .began: listed = []
            case .listed(let page): listed.formUnion(await take(page.map(Observation.Change.present), resource))
            case .complete(let version):
                await complete(resource, version: version, listed)
                listed = []
            case .changed(let changes): _ = await take(changes, resource)
            case .interrupted: break
            }
        }
    }

    /// Takes over what was seen.
    /// - Returns: which of our objects it was.
    private func take(_ changes: [Observation.Change], _ resource: ResourceType) async -> [ManagedPlace] {
        var sightings = Sightings()
        var suspects: Set<ProjectPlace> = []
        var seen: [ManagedPlace] = []
        let unlabelled = await unlabelled(changes.compactMap { $0.gone.flatMap { ManagedPlace(resource, $0) } })
        for change in changes {
            let (object, isGone) = change.object
            guard let place = ManagedPlace(resource, object) else { continue }
            seen.append(place)
            if isGone, let still = unlabelled[place] {
                sightings.add(place, still, isGone: false)
            } else {
                sightings.add(place, object, isGone: isGone)
            }
            if isGone {
                inventory.remove(place, version: object.resourceVersion)
                suspects.insert(place.place)
            } else if inventory.note(place, object) {
                suspects.insert(place.place)
            }
        }
        reports.report(sightings.all.filter(\.lacksSecret).map(\.place.place))
        await record(sightings, suspects, woken: Self.isFlux(resource) ? Set(seen.map(\.place)) : [])
        return seen
    }

    private func complete(_ resource: ResourceType, version: String, _ listed: Set<ManagedPlace>) async {
        let (gone, isFirst) = inventory.complete(resource, version: version, seen: listed)
        var sightings = Sightings()
        let missed = isFirst ? gone + (await unseen(resource)) : gone
        let unlabelled = await unlabelled(missed)
        for (place, still) in unlabelled { sightings.add(place, still, isGone: false) }
        sightings.addMissing(missed.filter { unlabelled[$0] == nil })
        await record(sightings, Set(gone.map(\.place)), woken: [])
        if isFirst { drift.suspectAll(kind: resource.kind) }
    }

    /// Of what the watches tell as gone, what is there all the same: without the label by which they know it. Only of
    /// what is recorded; what cannot be looked at is gone, as was told.
    private func unlabelled(_ gone: [ManagedPlace]) async -> [ManagedPlace: ObservedObject] {
        await withTaskGroup(of: (ManagedPlace, ObservedObject?).self) { group in
            var found: [ManagedPlace: ObservedObject] = [:]
            for (index, place) in Set(gone.filter { $0.object.recordKind != nil }).enumerated() {
                if index >= Self.atOnce, let (place, object) = await group.next() { found[place] = object }
                group.addTask { (place, await look(at: place)) }
            }
            for await (place, object) in group { found[place] = object }
            return found
        }
    }

    private func look(at place: ManagedPlace) async -> ObservedObject? {
        await survive("what is gone could not be looked at") {
            try await cluster.look(
                at: place.object.resource, try ObjectName(place.name),
                in: place.object == .namespace ? nil : place.place.namespace, extent: .whole)
        } ?? nil
    }

    /// So many objects are looked at at a time.
    private static let atOnce = 10

    /// Objects that are recorded, should be there, and were not told by a list.
    private func unseen(_ resource: ResourceType) async -> [ManagedPlace] {
        guard let kind = GitOpsResourceRecord.Kind(rawValue: resource.kind) else { return [] }
        return await survive("records could not be compared") { [inventory] in
            try await database.read { tx in
                let states = Dictionary(
                    try tx.projects.outlines().map { ($0.id, $0.state) }, uniquingKeysWith: { first, _ in first })
                return try tx.gitopsResources.all(kind).compactMap { record in
                    guard record.status != .missing, states[record.project]?.isSetUp == true,
                        let object = ManagedObject.allCases.first(where: { $0.recordKind == kind }),
                        let id = ProjectID(record.project)
                    else { return nil }
                    let place = ManagedPlace(
                        object, in: ProjectPlace(project: id, environment: record.environment), owner: 0)
                    guard case .absent = inventory.look(place) else { return nil }
                    return place
                }
            }
        } ?? []
    }

    private func record(
        _ sightings: Sightings, _ suspects: Set<ProjectPlace>, woken: Set<ProjectPlace>
    ) async {
        if !suspects.isEmpty { drift.suspect(suspects) }
        let resumed = await stored(sightings)
        if !resumed.isEmpty { drift.suspect(resumed) }
        guard !woken.isEmpty else { return }
        await survive("waiting runs could not be woken") {
            try await engine.wake(Set(woken.map { WakeKey.flux($0.project, $0.environment) }))
        }
    }

    /// No watch tells it a second time: while the database cannot take it, the watch waits.
    private func stored(_ sightings: Sightings) async -> Set<ProjectPlace> {
        for _ in 0..<Self.attempts {
            let resumed = await survive("what was seen in the cluster could not be recorded") {
                try await sightings.record(in: database, at: now())
            }
            if let resumed { return resumed }
            guard (try? await clock.sleep(for: Self.pause)) != nil else { break }
        }
        return []
    }

    /// Ten minutes of trying.
    private static let attempts = 120
    private static let pause = Duration.seconds(5)

    private static func isFlux(_ resource: ResourceType) -> Bool {
        resource == GitRepository.resource || resource == Kustomization.resource
    }

    // MARK: Common

    private func follow(
        _ objects: Observation, _ resource: ResourceType, _ body: (Observation.Element) async -> Void
    ) async {
        var isInterrupted = false
        for await element in objects {
            switch element {
            case .complete where isInterrupted, .changed where isInterrupted:
                logger.info("\(resource.plural) are watched again")
                isInterrupted = false
            case .interrupted(let error, let pause):
                logger.log(
                    level: isInterrupted ? .debug : .warning, "\(resource.plural) cannot be watched for now",
                    metadata: ["reason": "\(error.whatHappened)", "again in": "\(pause.milliseconds) ms"])
                isInterrupted = true
            default: break
            }
            await body(element)
        }
    }

    @discardableResult
    private func survive<Value>(_ what: String, _ body: () async throws -> Value) async -> Value? {
        do {
            return try await body()
        } catch is CancellationError {
            return nil
        } catch {
            logger.error("\(what)", metadata: ["reason": "\(error.sentence)"])
            return nil
        }
    }
}

extension Observation.Change {
    fileprivate var object: (ObservedObject, isGone: Bool) {
        switch self {
        case .present(let object): (object, false)
        case .gone(let object): (object, true)
        }
    }

    fileprivate var gone: ObservedObject? {
        if case .gone(let object) = self { object } else { nil }
    }
}

extension ProjectState {
    /// Whether its objects should all have been created once.
    fileprivate var isSetUp: Bool { self != .settingUp && self != .failed }
}
