/// storage.k8s.io/v1 StorageClass.
public struct StorageClass: ClusterObject, Hashable {
    public static let resource = ResourceType(
        group: "storage.k8s.io", version: "v1", plural: "storageclasses", kind: "StorageClass")

    public var metadata: ObjectMeta<ClusterScope>
    /// Who makes the volumes.
    public var provisioner: String

    public init(metadata: ObjectMeta<ClusterScope>, provisioner: String) {
        self.metadata = metadata
        self.provisioner = provisioner
    }

    /// True if claims that name no class get a volume of it.
    public var isDefault: Bool {
        metadata.annotations["storageclass.kubernetes.io/is-default-class"] == "true"
    }
}
