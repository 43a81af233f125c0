/// Chooses objects of a list or watch by labels and fields, in the syntax of kubectl. Empty chooses all.
public struct Selector: Sendable, Hashable {
    /// Such as `a=b,c!=d,e in (f,g)`.
    public var labels: String?
    /// Such as `metadata.name=web`; which fields can be used depends on the type.
    public var fields: String?

    public init(labels: String? = nil, fields: String? = nil) {
        self.labels = labels
        self.fields = fields
    }

    public static let everything = Selector()

    /// Objects that carry all of these labels.
    public static func labelled(_ labels: [String: String]) -> Selector {
        Selector(labels: labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ","))
    }

    /// The one object of that name.
    public static func named(_ name: ObjectName) -> Selector {
        Selector(fields: "metadata.name=\(name)")
    }

    /// What the cluster says about one object (for ``ClusterEvent``).
    public static func about(uid: String) -> Selector {
        Selector(fields: "involvedObject.uid=\(uid)")
    }

    var query: [(String, String)] {
        [("labelSelector", labels), ("fieldSelector", fields)].compactMap { key, value in value.map { (key, $0) } }
    }
}
