/// core/v1 ServiceAccount.
public struct ServiceAccount: NamespacedObject, Hashable {
    public static let resource = ResourceType(
        group: "", version: "v1", plural: "serviceaccounts", kind: "ServiceAccount")

    public var metadata: ObjectMeta<NamespaceName>
    /// An atomic list: one field manager owns it whole.
    public var imagePullSecrets: [LocalReference]?
    public var secrets: [ObjectReference]?
    public var automountServiceAccountToken: Bool?

    public init(
        metadata: ObjectMeta<NamespaceName>, imagePullSecrets: [LocalReference]? = nil,
        secrets: [ObjectReference]? = nil, automountServiceAccountToken: Bool? = nil
    ) {
        self.metadata = metadata
        self.imagePullSecrets = imagePullSecrets
        self.secrets = secrets
        self.automountServiceAccountToken = automountServiceAccountToken
    }
}
