import Automations
import KubernetesAPI

extension Inventory {
    /// What is not as it should be in an environment. While its namespace is being deleted nothing can be put back.
    /// - Parameter kinds: only objects of these; nil: of all.
    func drifts(in place: ProjectPlace, owner: Int64, kinds: Set<String>? = nil) -> [Drift] {
        if case .present(let namespace) = look(ManagedPlace(.namespace, in: place, owner: owner)), namespace.isDeleting
        {
            return []
        }
        return ManagedObject.allCases.compactMap { object in
            guard expects(object), kinds?.contains(object.resource.kind) ?? true else { return nil }
            return drift(ManagedPlace(object, in: place, owner: owner))
        }
    }

    /// Nil where an object is as it should be, or nothing is known.
    func drift(_ place: ManagedPlace) -> Drift? {
        switch look(place) {
        case nil: return nil
        case .absent(let version): return Drift(place: place, kind: .missing, version: version)
        case .present(let entry):
            guard let change = entry.change, !entry.isDeleting else { return nil }
            return Drift(place: place, kind: .changed(change.paths, by: change.manager), version: entry.version)
        }
    }
}
