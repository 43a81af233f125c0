import Foundation

/// The objects of the simulated cluster, with their versions and history. Every write passes here, whole and in order.
actor ClusterStore {
    typealias Options = SimulatedCluster.Options

    /// Where an object stands within its type.
    struct Key: Sendable, Hashable, Comparable {
        let namespace: String
        let name: String

        static func < (left: Key, right: Key) -> Bool {
            (left.namespace, left.name) < (right.namespace, right.name)
        }
    }

    /// An object with who owns what of it.
    struct Stored: Sendable {
        /// Without `managedFields`.
        var object: JSONValue { didSet { kept = nil } }
        var managed = ManagedFields() { didSet { kept = nil } }
        /// The first write after the creation of a custom resource stores its defaulted status and so moves the
        /// version.
        var lacksDefaults = false

        private var kept: JSONValue?

        init(object: JSONValue, managed: ManagedFields = ManagedFields(), lacksDefaults: Bool = false) {
            self.object = object
            self.managed = managed
            self.lacksDefaults = lacksDefaults
        }

        /// As it is served.
        var served: JSONValue { kept ?? rendered }

        /// The same, rendered once for all who ask.
        var rendering: Stored {
            var copy = self
            copy.kept = served
            return copy
        }

        /// The same elsewhere, with a uid of its own.
        func copy(as object: JSONValue, version: Int) -> Stored {
            var copy = self
            copy.object = object
            copy.object["metadata", "uid"] = .string(UUID().uuidString.lowercased())
            copy.object["metadata", "resourceVersion"] = .string(String(version))
            var served = copy.object
            served["metadata", "managedFields"] = self.served["metadata"]?["managedFields"]
            copy.kept = served
            return copy
        }

        private var rendered: JSONValue {
            var rendered = object
            if !managed.entries.isEmpty { rendered["metadata", "managedFields"] = managed.json }
            return rendered
        }
    }

    let options: Options
    private(set) var types: [ResourceType.ID: ResourceType] = [:]
    var stored: [ResourceType.ID: StoredObjects] = [:]
    /// The version of the latest write.
    private(set) var version = 200
    /// Versions up to this one are forgotten.
    private(set) var compacted = 200
    private(set) var history: [ObjectChange] = []
    private(set) var effects: [ClusterEffect] = []
    private(set) var watchers: [Int: Watcher] = [:]
    /// From when on young bindings give something, by their uid.
    private(set) var bindingsToCome: [String: Date] = [:]
    private var nextWatcher = 0
    private var isClosed = false
    private var waiters = ChangeWaiters()

    init(options: Options) {
        self.options = options
        let all =
            ResourceTable.core + ResourceTable.groups + (options.installsFlux ? ResourceTable.flux : [])
            + (options.clusterIssuers == nil ? [] : ResourceTable.certManager)
        for type in all { types[type.id] = type }
    }

    /// The current time as Kubernetes writes it.
    var timestamp: String { options.now().formatted(.iso8601) }

    func nextVersion() -> Int {
        version += 1
        return version
    }

    // MARK: Changes

    /// Stores an object and tells everyone.
    func put(_ entry: Stored, type: ResourceType, previous: Stored?, manager: String) {
        let entry = entry.rendering
        let key = Key(namespace: entry.object.namespace, name: entry.object.name)
        stored[type.id, default: StoredObjects()][key] = entry
        publish(
            ObjectChange(
                kind: previous == nil ? .added : .modified, type: type.id, version: version, object: entry.served,
                previous: previous?.served), manager: manager)
    }

    /// Takes an object away and tells everyone. The last state carries the version of the deletion.
    func remove(_ entry: Stored, type: ResourceType, manager: String) {
        let key = Key(namespace: entry.object.namespace, name: entry.object.name)
        stored[type.id]?[key] = nil
        var last = entry.served
        last["metadata", "resourceVersion"] = .string(String(nextVersion()))
        publish(
            ObjectChange(kind: .deleted, type: type.id, version: version, object: last, previous: entry.served),
            manager: manager)
    }

    private func publish(_ change: ObjectChange, manager: String) {
        history.append(change)
        if change.kind == .added { noteBinding(change.object) }
        effects.append(
            ClusterEffect(
                change: change.kind.effect, kind: change.object.kind, namespace: change.object.namespace,
                name: change.object.name, manager: manager, resourceVersion: change.version))
        for watcher in watchers.values where watcher.wants(change) { watcher.continuation.yield(change) }
        waiters.wakeAll()
    }

    private func noteBinding(_ object: JSONValue) {
        guard options.bindingDelay > .zero, object.kind == "RoleBinding", let uid = object["metadata"]?["uid"]?.string
        else { return }
        bindingsToCome[uid] = options.now().addingTimeInterval(options.bindingDelay / .seconds(1))
    }

    // MARK: Watchers

    /// Changes of a type after a version, those that have happened and those to come.
    /// - Returns: `nil` when the version is forgotten.
    func watch(type: ResourceType.ID, namespace: String?, after start: Int) -> WatchSubscription? {
        guard start >= compacted else { return nil }
        return subscribe(type: type, namespace: namespace, after: start)
    }

    /// Changes of all types from now on, for controllers.
    func watchEverything() -> WatchSubscription { subscribe(type: nil, namespace: nil, after: version) }

    private func subscribe(type: ResourceType.ID?, namespace: String?, after start: Int) -> WatchSubscription {
        let (stream, continuation) = AsyncStream.makeStream(of: ObjectChange.self)
        nextWatcher += 1
        let watcher = Watcher(type: type, namespace: namespace, start: start, continuation: continuation)
        if start < version { for change in history where watcher.wants(change) { continuation.yield(change) } }
        if isClosed { continuation.finish() } else { watchers[nextWatcher] = watcher }
        return WatchSubscription(id: nextWatcher, changes: stream)
    }

    /// Ends all watches, those to come too.
    func close() {
        isClosed = true
        for id in watchers.keys { endWatch(id) }
    }

    func endWatch(_ id: Int) { watchers.removeValue(forKey: id)?.continuation.finish() }

    /// Ends the watches of clients, or of one type; those of controllers go on.
    func endWatches(of type: ResourceType.ID? = nil) {
        for (id, watcher) in watchers where watcher.type != nil && (type == nil || watcher.type == type) {
            endWatch(id)
        }
    }

    func compact() {
        compacted = version
        history = []
    }

    // MARK: Types

    func type(kind: String) -> ResourceType? { types.values.first { $0.kind == kind } }

    func installTypes(_ new: [ResourceType]) {
        for type in new { types[type.id] = type }
    }

    func removeTypes(where condition: (ResourceType) -> Bool) {
        for type in types.values.filter(condition) {
            for entry in stored[type.id]?.list(in: nil) ?? [] { remove(entry, type: type, manager: "apiextensions") }
            types[type.id] = nil
            stored[type.id] = nil
            endWatches(of: type.id)
        }
    }

    // MARK: Waiting

    /// Waits until something changes after a version.
    /// - Returns: false when the deadline passed.
    func waitForChange(after seen: Int, until deadline: ContinuousClock.Instant) async -> Bool {
        if version != seen { return true }
        guard ContinuousClock.now < deadline else { return false }
        let id = waiters.newID()
        let alarm = Task {
            try? await Task.sleep(until: deadline, clock: .continuous)
            wake(id)
        }
        defer { alarm.cancel() }
        await withCheckedContinuation { waiters.add($0, id: id) }
        return true
    }

    private func wake(_ id: Int) { waiters.wake(id) }
}
