/// A Kubernetes object as a plain type. `apiVersion` and `kind` are not stored: ``resource`` knows them, they are
/// written with every body, and items of a list come without them.
public protocol KubernetesObject: Codable, Sendable {
    /// ``NamespaceName`` or ``ClusterScope``.
    associatedtype Place: ObjectPlace

    static var resource: ResourceType { get }

    /// True if bodies hold secrets: no part of them may reach an error or a log.
    static var isConfidential: Bool { get }

    var metadata: ObjectMeta<Place> { get set }

    /// Forgets what only the cluster writes, so that an object that was read can be applied again.
    mutating func removeStatus()
}

extension KubernetesObject {
    public static var isConfidential: Bool { false }

    public mutating func removeStatus() {}
}

/// An object that lives in a namespace.
public protocol NamespacedObject: KubernetesObject where Place == NamespaceName {}

/// An object that belongs to no namespace.
public protocol ClusterObject: KubernetesObject where Place == ClusterScope {}
