import Automations
import Foundation
import KubernetesAPI
import Logging
import Storage
import Synchronization

@testable import Service

/// A project, an inventory in which everything is as it should be, and what looks at it.
struct DriftFixture {
    static let place = ProjectPlace(project: StorageFixture.project, environment: .staging)

    let storage: StorageFixture
    let inventory: Inventory
    let watch: DriftWatch
    let truth = Truth()
    var database: Database { storage.database }

    init(
        state: ProjectState = .active, settings: Settings = Settings(), clock: any Clock<Duration> = ContinuousClock(),
        now: @escaping @Sendable () -> Date = { StorageFixture.now }
    ) async throws {
        storage = try await StorageFixture()
        try await storage.register(state: state)
        inventory = Inventory(try ExpectedFields(settings))
        watch = DriftWatch(
            database: storage.database, inventory: inventory, settings: settings, look: truth.look,
            metrics: MetricsRegistry(),
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }), clock: clock, now: now)
        for object in ManagedObject.allCases { see(object) }
        for resource in ManagedObject.resources { list(resource) }
    }

    static func managed(_ object: ManagedObject) -> ManagedPlace { ManagedPlace(object, in: place, owner: 1) }

    /// As it was applied; `lacking`: by somebody else.
    @discardableResult
    func see(_ object: ManagedObject, version: String = "1", isDeleting: Bool = false, isChanged: Bool = false) -> Bool
    {
        note(object, Self.seen(version: version, isDeleting: isDeleting, isChanged: isChanged))
    }

    @discardableResult
    func note(_ object: ManagedObject, _ seen: ObservedObject) -> Bool {
        truth.objects.withLock { $0[Self.managed(object)] = seen }
        return inventory.note(Self.managed(object), seen)
    }

    /// What the cluster holds, whatever the watches say.
    final class Truth: Sendable {
        let objects = Mutex<[ManagedPlace: ObservedObject]>([:])

        private let asked = Mutex<[ManagedPlace]>([])

        /// What was looked at, in order.
        var looks: [ManagedPlace] { asked.withLock { $0 } }

        @Sendable func look(_ place: ManagedPlace) -> ObservedObject? {
            asked.withLock { $0.append(place) }
            return objects.withLock { $0[place] }
        }
    }

    static func seen(version: String = "1", isDeleting: Bool = false, isChanged: Bool = false) -> ObservedObject {
        var seen = ObservedObject()
        seen.resourceVersion = version
        seen.isDeleting = isDeleting
        // A map that is owned whole.
        let whole = #"{"f:metadata":{},"f:spec":{},"f:data":{},"f:type":{},"f:subjects":{},"f:roleRef":{}}"#
        seen.ownership = FieldOwnership(
            fields: isChanged ? nil : [UInt8](whole.utf8), lastOther: isChanged ? "kubectl-edit" : nil)
        return seen
    }

    func list(_ resource: ResourceType) {
        _ = inventory.complete(
            resource, version: "9",
            seen: Set(ManagedObject.allCases.filter { $0.resource == resource }.map(Self.managed)))
    }

    func delete(_ object: ManagedObject, version: String = "5") {
        truth.objects.withLock { $0[Self.managed(object)] = nil }
        inventory.remove(Self.managed(object), version: version)
    }

    /// Looks, and returns the runs that put something back, oldest first.
    func repairs() async throws -> [RunRecord] {
        watch.suspect([Self.place])
        await watch.look()
        return try await database.read {
            try $0.runs.list(project: StorageFixture.project.value, limit: 100).reversed()
        }
    }

    /// The runs that put something back there, oldest first.
    func runs() async throws -> [RunRecord] {
        try await database.read {
            try $0.runs.list(project: StorageFixture.project.value, limit: 100).reversed()
                .filter { try $0.input(as: RepairInput.self).environment == Self.place.environment }
        }
    }

    func environment() async throws -> EnvironmentRecord? {
        try await database.read { try $0.environments.find(StorageFixture.project.value, Self.place.environment) }
    }

    func pauseNamespace() async throws {
        try await database.write { tx in
            try tx.environments.update(StorageFixture.project.value, Self.place.environment, at: StorageFixture.now) {
                $0.paused = StorageFixture.now
            }
        }
    }

    /// Ends the run that is due as if it had been refused to put something back.
    func failRepair(at now: Date) async throws {
        try await database.write { tx in
            let later = now.addingTimeInterval(60)
            for run in try tx.runs.claim(owner: "test", limit: 1, leaseUntil: later, now: now) {
                for object in try run.input(as: RepairInput.self).objects {
                    try tx.repairs.count(object.rawValue, .staging, of: run.project, at: now)
                }
                try tx.journal(RunClaim(run: run.id, owner: "test", fence: run.fence))
                    .finish(.failed, outcome: "forbidden", now: now)
            }
        }
    }

    /// Ends all runs as if they had put things back.
    func finishRepairs(at now: Date) async throws {
        try await database.write { tx in
            for run in try tx.runs.unfinished(project: StorageFixture.project.value) {
                for object in try run.input(as: RepairInput.self).objects {
                    try tx.repairs.count(object.rawValue, .staging, of: run.project, at: now)
                }
                try tx.runs.end(run.id, .superseded, reason: "done", at: now)
            }
        }
    }
}
