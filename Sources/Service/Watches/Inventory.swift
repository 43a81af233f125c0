import Automations
import KubernetesAPI
import Storage
import Synchronization

/// Which of the objects that Slipway keeps are in the cluster, and whether they are as they were applied. Holds a few
/// dozen bytes for each, so that tens of thousands of environments cost little.
final class Inventory: Sendable {
    /// How an object was last seen.
    struct Entry: Sendable, Equatable {
        var version: String
        var isDeleting = false
        /// Somebody else changed it.
        var change: Change?
    }

    /// What somebody else changed.
    final class Change: Sendable, Equatable {
        let paths: [String]
        let manager: String?

        init(paths: [String], manager: String?) {
            self.paths = paths
            self.manager = manager
        }

        static func == (left: Change, right: Change) -> Bool {
            left.paths == right.paths && left.manager == right.manager
        }
    }

    private struct State {
        var entries: [ManagedPlace: Entry] = [:]
        /// The version of the deletion of objects that were seen to go.
        var gone: [ManagedPlace: String] = [:]
        /// The version of the last complete list, by the kind of object.
        var listed: [String: String] = [:]
        /// Verdicts about sets of fields that were seen before: a few for each object.
        var verdicts: [Verdict: [String]] = [:]
    }

    private struct Verdict: Hashable {
        let object: ManagedObject
        let hash: UInt64
    }

    private let fields: ExpectedFields
    private let state = Mutex(State())

    init(_ fields: ExpectedFields) {
        self.fields = fields
    }

    /// Whether the configuration asks for such an object.
    func expects(_ object: ManagedObject) -> Bool { fields.includes(object) }

    /// Takes over how an object is.
    /// - Returns: whether somebody may have to look after it.
    func note(_ place: ManagedPlace, _ object: ObservedObject) -> Bool {
        // Not under the lock, where every watch would wait for it.
        let verdict = Verdict(object: place.object, hash: object.ownership.hash)
        return state.withLock { state in
            let paths = lacking(verdict, object.ownership, &state)
            let change = paths.isEmpty ? nil : Change(paths: paths, manager: object.ownership.lastOther)
            state.gone[place] = nil
            let entry = Entry(version: object.resourceVersion, isDeleting: object.isDeleting, change: change)
            // Nobody tells when it goes that is not watched: it is only remembered what is to be put back.
            state.entries[place] = place.object.isWatched || change != nil ? entry : nil
            return change != nil
        }
    }

    func remove(_ place: ManagedPlace, version: String) {
        state.withLock { state in
            state.entries[place] = nil
            state.gone[place] = version
        }
    }

    /// A list came to its end.
    /// - Parameter seen: what it told.
    /// - Returns: what was there before and is not any more, and whether it is the first list of the kind.
    func complete(
        _ resource: ResourceType, version: String, seen: Set<ManagedPlace>
    ) -> (gone: [ManagedPlace], isFirst: Bool) {
        state.withLock { state in
            let isFirst = state.listed.updateValue(version, forKey: resource.kind) == nil
            let gone = state.entries.keys.filter { $0.object.resource == resource && !seen.contains($0) }
            for place in gone {
                state.entries[place] = nil
                state.gone[place] = version
            }
            return (gone, isFirst)
        }
    }

    /// Nil where nothing is known of the kind yet; of what is not watched, also where it was as it should be.
    func look(_ place: ManagedPlace) -> Sight? {
        state.withLock { state in
            if !place.object.isWatched {
                return state.entries[place].map(Sight.present) ?? state.gone[place].map(Sight.absent)
            }
            guard let listed = state.listed[place.object.resource.kind] else { return nil }
            if let entry = state.entries[place] { return .present(entry) }
            return .absent(version: state.gone[place] ?? listed)
        }
    }

    enum Sight: Sendable, Equatable {
        case present(Entry)
        case absent(version: String)
    }

    var count: Int { state.withLock { $0.entries.count } }

    private func lacking(
        _ verdict: Verdict, _ ownership: FieldOwnership, _ state: inout State
    ) -> [String] {
        if let known = state.verdicts[verdict] { return known }
        let lacking = fields.lacking(verdict.object, in: ownership)
        if state.verdicts.count >= Self.verdictLimit { state.verdicts = [:] }
        state.verdicts[verdict] = lacking
        return lacking
    }

    /// Whoever changes objects in a thousand ways does not fill the memory.
    private static let verdictLimit = 1024
}
