/// An object on its way through kustomize, with the names it had before.
struct Manifest: Sendable, Hashable {
    var object: JSONValue
    /// Every name so far, the present one last.
    var names: [String]

    init(_ object: JSONValue) {
        self.object = object
        names = [object.name]
    }

    var kind: String { object.kind }
    var isCustomNamespaceFree: Bool { Self.clusterScoped.contains(kind) }

    private static let clusterScoped: Set = [
        "Namespace", "ClusterRole", "ClusterRoleBinding", "CustomResourceDefinition", "IngressClass",
        "PersistentVolume",
        "StorageClass", "PriorityClass", "APIService",
    ]

    mutating func rename(to name: String) {
        guard name != object.name else { return }
        object["metadata", "name"] = .string(name)
        names.append(name)
    }
}

extension JSONValue {
    /// Changes what stands at a path; `*` stands for every element of a list. Nothing is made that is not there.
    mutating func update(at path: ArraySlice<String>, _ change: (JSONValue) -> JSONValue?) {
        guard let first = path.first else { return }
        if first == "*" {
            guard case .array(let elements) = self else { return }
            self = .array(
                elements.compactMap { element in
                    guard path.count > 1 else { return change(element) }
                    var element = element
                    element.update(at: path.dropFirst(), change)
                    return element
                })
        } else if var members = object, var child = members[first] {
            if path.count == 1 {
                members[first] = change(child)
            } else {
                child.update(at: path.dropFirst(), change)
                members[first] = child
            }
            self = .object(members)
        }
    }

    mutating func update(at path: String, _ change: (JSONValue) -> JSONValue?) {
        update(at: path.split(separator: "/").map(String.init)[...], change)
    }
}
