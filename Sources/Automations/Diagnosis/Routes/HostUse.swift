import KubernetesAPI

/// A host that an Ingress has.
public struct HostUse: Sendable, Hashable {
    public var host: String
    public var namespace: NamespaceName
    public var ingress: ObjectName

    /// Every host of an Ingress.
    public static func all(of ingress: Ingress) -> [HostUse] {
        ingress.hosts.map {
            HostUse(host: $0, namespace: ingress.metadata.namespace, ingress: ingress.metadata.name)
        }
    }

    var place: String { "\(namespace)/\(ingress)" }
}

extension Ingress {
    var hosts: [String] { (spec?.rules ?? []).compactMap(\.host) }
}
