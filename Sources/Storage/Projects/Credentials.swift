import Foundation
import GRDB
import Redaction

/// The git credentials inside one transaction.
public struct Credentials {
    let db: GRDB.Database
    let keys: KeysInUse?

    /// Stores the credential of a project; a token given is sealed with the encryption key.
    public func save(
        project: String, kind: CredentialRecord.Kind, token: Redacted?, expires: Date?, at now: Date
    ) throws {
        let sealed = try token.map { try requireKeys().ring.seal($0, at: SealedColumn.gitCredential.place(project)) }
        try CredentialRecord(
            project: project, kind: kind, expires: expires, sealed: sealed?.value, sealedWith: sealed?.key, updated: now
        ).upsert(db)
    }

    public func find(_ project: String) throws -> CredentialRecord? {
        try CredentialRecord.fetchOne(db, key: project)
    }

    /// The token of a project.
    /// - Throws: `wrongKey` when the encryption key is not the one it was sealed with.
    public func token(of project: String) throws -> Redacted? {
        guard let record = try find(project), let sealed = record.sealed else { return nil }
        return try requireKeys().ring.open(
            sealed, with: record.sealedWith, at: SealedColumn.gitCredential.place(project))
    }

    /// Credentials that expire before `date`, soonest first.
    public func expiring(before date: Date) throws -> [CredentialRecord] {
        try CredentialRecord.filter(Column("expires") < date.milliseconds).order(Column("expires")).fetchAll(db)
    }

    private func requireKeys() throws -> KeysInUse {
        guard let keys else { throw StorageError.withoutKeys }
        return keys
    }
}
