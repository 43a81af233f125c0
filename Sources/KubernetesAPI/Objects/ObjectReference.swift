/// core/v1 ObjectReference: another object, as an Event or a ServiceAccount names it.
public struct ObjectReference: Codable, Sendable, Hashable {
    public var apiVersion: String?
    public var kind: String?
    public var namespace: String?
    public var name: String?
    public var uid: String?
    /// The part of the object meant, such as `spec.containers{app}`.
    public var fieldPath: String?

    public init(
        apiVersion: String? = nil, kind: String? = nil, namespace: String? = nil, name: String? = nil,
        uid: String? = nil, fieldPath: String? = nil
    ) {
        self.apiVersion = apiVersion
        self.kind = kind
        self.namespace = namespace
        self.name = name
        self.uid = uid
        self.fieldPath = fieldPath
    }
}

/// An object of the same namespace, by name.
public struct LocalReference: Codable, Sendable, Hashable {
    public var name: ObjectName

    public init(name: ObjectName) {
        self.name = name
    }
}
