import Foundation

/// What was put back.
public struct RestoreReport: Sendable, Equatable {
    public var content: BackupReport
    /// Where the database is now that was there before.
    public var former: URL?
    /// Whether the data folder holds an encryption key.
    public var hasKey: Bool
    /// Tokens that the key of the folder does not open; all of them when there is none.
    public var sealedTokens: Int
}
