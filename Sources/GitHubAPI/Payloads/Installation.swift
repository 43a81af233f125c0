import Foundation

/// An App's installation at an account.
public struct Installation: Sendable, Hashable, Codable {
    public let id: Int64
    public let account: Account
    /// What the account granted, e.g. `contents: write`.
    public let permissions: Permissions
    /// `all` or `selected`.
    public let repositorySelection: String?
    public let isSuspended: Bool

    public init(
        id: Int64, account: Account, permissions: Permissions = Permissions([:]), repositorySelection: String? = nil,
        isSuspended: Bool = false
    ) {
        self.id = id
        self.account = account
        self.permissions = permissions
        self.repositorySelection = repositorySelection
        self.isSuspended = isSuspended
    }

    enum CodingKeys: String, CodingKey {
        case id, account, permissions
        case repositorySelection = "repository_selection"
        case suspendedAt = "suspended_at"
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        id = try values.decode(Int64.self, forKey: .id)
        account = try values.decode(Account.self, forKey: .account)
        permissions = try values.decodeIfPresent(Permissions.self, forKey: .permissions) ?? Permissions([:])
        repositorySelection = try values.decodeIfPresent(String.self, forKey: .repositorySelection)
        // A time in the API, a number in some events: only whether it is there matters.
        isSuspended = try values.contains(.suspendedAt) && !values.decodeNil(forKey: .suspendedAt)
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(id, forKey: .id)
        try values.encode(account, forKey: .account)
        try values.encode(permissions, forKey: .permissions)
        try values.encodeIfPresent(repositorySelection, forKey: .repositorySelection)
        if isSuspended { try values.encode(true, forKey: .suspendedAt) }
    }
}
