import Foundation

/// The App as installed on one account.
struct Installation: Sendable {
    let id: Int
    let account: Account
    /// The repositories it was given; `nil` for all of the account.
    var repositoryIDs: Set<Int>?
    /// Level by permission, such as `contents: write`.
    var permissions: [String: String]
    var suspendedAt: Date?
    let createdAt: Date

    var selection: String { repositoryIDs == nil ? "all" : "selected" }
}
