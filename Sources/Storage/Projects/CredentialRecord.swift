import Foundation
import GRDB

/// What is known about a project's git credential; the token itself is sealed and read separately.
public struct CredentialRecord: StoredRecord, Sendable, Equatable {
    public static let databaseTableName = "gitCredential"

    public enum Kind: String, Codable, Sendable, CaseIterable {
        /// An installation token of the GitHub App, valid for one hour.
        case app
        /// A static token from the configuration.
        case token
    }

    public var project: String
    public var kind: Kind
    /// Nil: does not expire.
    public var expires: Date?
    /// AES-256-GCM, combined form; authenticated together with its place and the key that sealed it.
    var sealed: Data?
    /// The id of that key; nil in the form before migration 013.
    var sealedWith: String?
    public var updated: Date
}
