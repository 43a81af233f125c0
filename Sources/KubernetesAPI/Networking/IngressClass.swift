/// networking.k8s.io/v1 IngressClass.
public struct IngressClass: ClusterObject, Hashable {
    public static let resource = ResourceType(
        group: "networking.k8s.io", version: "v1", plural: "ingressclasses", kind: "IngressClass")

    /// Who serves the class.
    public struct Spec: Codable, Sendable, Hashable {
        public var controller: String?

        public init(controller: String? = nil) {
            self.controller = controller
        }
    }

    public var metadata: ObjectMeta<ClusterScope>
    public var spec: Spec?

    public init(metadata: ObjectMeta<ClusterScope>, spec: Spec? = nil) {
        self.metadata = metadata
        self.spec = spec
    }

    /// True if Ingresses that name no class belong to it.
    public var isDefault: Bool {
        metadata.annotations["ingressclass.kubernetes.io/is-default-class"] == "true"
    }
}
