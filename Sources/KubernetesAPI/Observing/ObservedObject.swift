/// Of an object of any type what an observer needs: who it is, how it is, and which of its fields are ours.
public struct ObservedObject: Sendable, Hashable {
    /// Empty for objects that belong to no namespace.
    public var namespace = ""
    public var name = ""
    public var uid = ""
    public var resourceVersion = ""
    public var generation = 0
    /// RFC 3339.
    public var created = ""
    /// Marked for deletion; it goes when its finalizers are done.
    public var isDeleting = false
    public var labels: [String: String] = [:]
    public var annotations: [String: String] = [:]
    public var ownership = FieldOwnership()
    /// `spec.suspend` of Flux's objects.
    public var isSuspended = false
    public var status = Status()

    /// What Flux's objects and namespaces say of themselves.
    public struct Status: Sendable, Hashable {
        /// −1 and nil: not processed yet.
        public var observedGeneration: Int?
        public var conditions: [Condition] = []
        /// The artifact's revision of a source, the last applied one of a Kustomization.
        public var revision: String?
        public var lastHandledReconcileAt: String?
        /// `Active` or `Terminating` of a namespace.
        public var phase: String?

        public init() {}
    }

    public init() {}

    /// Whether Slipway suspended it because it kept failing, and nobody else has it suspended too.
    public var isSuspendedBySlipway: Bool {
        isSuspended && ownership.suspenders == [FieldManager.slipwayGuard.rawValue]
    }

    /// Whether somebody else than Slipway has it suspended.
    public var isSuspendedByOthers: Bool {
        isSuspended && ownership.suspenders.contains { $0 != FieldManager.slipwayGuard.rawValue }
    }
}

extension ObservedObject {
    /// Reads an object, or its metadata alone (PartialObjectMetadata).
    init(from cursor: inout JSONCursor, manager: FieldManager) throws {
        try cursor.object { cursor, key in
            switch key {
            case "metadata": try readMetadata(&cursor, manager)
            case "spec": try cursor.object { if $1 == "suspend" { isSuspended = try $0.isTrue() } }
            case "status": status = try Status(from: &cursor)
            default: break
            }
        }
    }

    private mutating func readMetadata(_ cursor: inout JSONCursor, _ manager: FieldManager) throws {
        try cursor.object { cursor, key in
            switch key {
            case "namespace": namespace = try cursor.text() ?? ""
            case "name": name = try cursor.text() ?? ""
            case "uid": uid = try cursor.text() ?? ""
            case "resourceVersion": resourceVersion = try cursor.text() ?? ""
            case "generation": generation = try cursor.integer() ?? 0
            case "creationTimestamp": created = try cursor.text() ?? ""
            case "deletionTimestamp": isDeleting = try cursor.text() != nil
            case "labels": labels = try cursor.texts()
            case "annotations": annotations = try cursor.texts()
            case "managedFields": ownership = try FieldOwnership(from: &cursor, of: manager)
            default: break
            }
        }
    }
}

extension ObservedObject.Status {
    fileprivate init(from cursor: inout JSONCursor) throws {
        try cursor.object { cursor, key in
            switch key {
            case "observedGeneration": observedGeneration = try cursor.integer()
            case "conditions": try cursor.array { conditions += try Condition(from: &$0).map { [$0] } ?? [] }
            case "artifact": try cursor.object { if $1 == "revision" { revision = try $0.text() } }
            case "lastAppliedRevision": revision = try cursor.text()
            case "lastHandledReconcileAt": lastHandledReconcileAt = try cursor.text()
            case "phase": phase = try cursor.text()
            default: break
            }
        }
    }
}

extension Condition {
    /// Nil for a condition that lacks its type or status.
    fileprivate init?(from cursor: inout JSONCursor) throws {
        var texts: [String: String] = [:]
        var generation: Int?
        try cursor.object { cursor, key in
            if key == "observedGeneration" { generation = try cursor.integer() } else { texts[key] = try cursor.text() }
        }
        guard let type = texts["type"], let status = texts["status"].flatMap(Status.init) else { return nil }
        self.init(
            type: type, status: status, reason: texts["reason"], message: texts["message"],
            observedGeneration: generation,
            lastTransitionTime: texts["lastTransitionTime"].flatMap(RFC3339.date).map(Time.init))
    }
}

extension JSONCursor {
    /// The members of an object that are texts.
    fileprivate mutating func texts() throws -> [String: String] {
        var texts: [String: String] = [:]
        try object { cursor, key in texts[key] = try cursor.text() }
        return texts
    }
}
