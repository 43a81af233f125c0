/// Where objects of a kind live: in a namespace (``NamespaceName``) or beside all of them (``ClusterScope``).
public protocol ObjectPlace: Sendable, Hashable {
    /// The namespace, or nil for an object of the cluster.
    var namespace: NamespaceName? { get }

    /// Reads the place from an object's `metadata.namespace`.
    ///
    /// - Throws: ``InvalidName`` if a namespace is needed and there is none.
    init(metadataNamespace: NamespaceName?) throws(InvalidName)
}

extension NamespaceName: ObjectPlace {
    public var namespace: NamespaceName? { self }

    public init(metadataNamespace: NamespaceName?) throws(InvalidName) {
        guard let metadataNamespace else {
            throw InvalidName(what: "namespace", text: "", rule: "metadata.namespace is missing")
        }
        self = metadataNamespace
    }
}

/// The place of objects that belong to no namespace, such as a Namespace or an IngressClass.
public struct ClusterScope: ObjectPlace {
    public var namespace: NamespaceName? { nil }

    public init() {}

    public init(metadataNamespace: NamespaceName?) throws(InvalidName) {}
}
