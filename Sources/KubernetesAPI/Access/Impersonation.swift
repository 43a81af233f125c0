/// Acting as somebody else (`as`, `as-uid`, `as-groups` of a kubeconfig user).
public struct Impersonation: Sendable, Hashable {
    public var user: String
    public var uid: String?
    public var groups: [String]

    public init(user: String, uid: String? = nil, groups: [String] = []) {
        self.user = user
        self.uid = uid
        self.groups = groups
    }

    var headers: [(String, String)] {
        [("Impersonate-User", user)] + (uid.map { [("Impersonate-Uid", $0)] } ?? [])
            + groups.map { ("Impersonate-Group", $0) }
    }
}
