/// How far a list or watch of objects in namespaces goes.
public enum Reach: Sendable, Hashable {
    case namespace(NamespaceName)
    case everyNamespace

    var namespace: NamespaceName? {
        switch self {
        case .namespace(let name): name
        case .everyNamespace: nil
        }
    }
}
