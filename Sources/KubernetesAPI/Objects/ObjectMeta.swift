/// `metadata` of an object (meta/v1 ObjectMeta), without `managedFields`.
public struct ObjectMeta<Place: ObjectPlace>: Sendable, Hashable {
    public var name: ObjectName
    public var place: Place
    public var labels: [String: String]
    public var annotations: [String: String]
    public var finalizers: [String]
    public var ownerReferences: [OwnerReference]
    /// Given by the server; differs when an object is deleted and made again under the same name.
    public var uid: String?
    /// An opaque version: equal means unchanged.
    public var resourceVersion: String?
    /// Counts changes of the spec. Compare with `status.observedGeneration`.
    public var generation: Int?
    public var creationTimestamp: Time?
    /// Set while the object waits for its finalizers to be removed.
    public var deletionTimestamp: Time?

    private init(name: ObjectName, place: Place, labels: [String: String], annotations: [String: String]) {
        self.name = name
        self.place = place
        self.labels = labels
        self.annotations = annotations
        self.finalizers = []
        self.ownerReferences = []
    }

    /// Only what a person states: the server's own fields are left out.
    var desired: Self {
        var meta = Self(name: name, place: place, labels: labels, annotations: annotations)
        meta.finalizers = finalizers
        meta.ownerReferences = ownerReferences
        return meta
    }
}

extension ObjectMeta where Place == NamespaceName {
    public var namespace: NamespaceName { place }

    public init(
        name: ObjectName, namespace: NamespaceName, labels: [String: String] = [:], annotations: [String: String] = [:]
    ) {
        self.init(name: name, place: namespace, labels: labels, annotations: annotations)
    }
}

extension ObjectMeta where Place == ClusterScope {
    public init(name: ObjectName, labels: [String: String] = [:], annotations: [String: String] = [:]) {
        self.init(name: name, place: ClusterScope(), labels: labels, annotations: annotations)
    }
}

extension ObjectMeta: Codable {
    private enum CodingKeys: String, CodingKey {
        case name, namespace, labels, annotations, finalizers, ownerReferences
        case uid, resourceVersion, generation, creationTimestamp, deletionTimestamp
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.decode(ObjectName.self, forKey: .name)
        place = try Place(metadataNamespace: container.decodeIfPresent(NamespaceName.self, forKey: .namespace))
        labels = try container.decodeIfPresent([String: String].self, forKey: .labels) ?? [:]
        annotations = try container.decodeIfPresent([String: String].self, forKey: .annotations) ?? [:]
        finalizers = try container.decodeIfPresent([String].self, forKey: .finalizers) ?? []
        ownerReferences = try container.decodeIfPresent([OwnerReference].self, forKey: .ownerReferences) ?? []
        uid = try container.decodeIfPresent(String.self, forKey: .uid)
        resourceVersion = try container.decodeIfPresent(String.self, forKey: .resourceVersion)
        generation = try container.decodeIfPresent(Int.self, forKey: .generation)
        creationTimestamp = try container.decodeIfPresent(Time.self, forKey: .creationTimestamp)
        deletionTimestamp = try container.decodeIfPresent(Time.self, forKey: .deletionTimestamp)
    }

    /// Empty collections are not written: in a server-side apply they would claim the field.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encodeIfPresent(place.namespace, forKey: .namespace)
        if !labels.isEmpty { try container.encode(labels, forKey: .labels) }
        if !annotations.isEmpty { try container.encode(annotations, forKey: .annotations) }
        if !finalizers.isEmpty { try container.encode(finalizers, forKey: .finalizers) }
        if !ownerReferences.isEmpty { try container.encode(ownerReferences, forKey: .ownerReferences) }
        try container.encodeIfPresent(uid, forKey: .uid)
        try container.encodeIfPresent(resourceVersion, forKey: .resourceVersion)
        try container.encodeIfPresent(generation, forKey: .generation)
        try container.encodeIfPresent(creationTimestamp, forKey: .creationTimestamp)
        try container.encodeIfPresent(deletionTimestamp, forKey: .deletionTimestamp)
    }
}
