import GRDB

/// One transaction. Everything said to it is stored together or not at all.
///
/// Handed out by ``Database/write(_:)`` and ``Database/read(_:)``; it must not leave the closure.
public struct Transaction {
    let db: GRDB.Database
    let keys: KeysInUse?
    /// For the audit.
    var author = AuditAuthor.itself

    public var deliveries: Deliveries { Deliveries(db: db, author: author) }
    public var projects: Projects { Projects(db: db) }
    public var environments: Environments { Environments(db: db) }
    public var credentials: Credentials { Credentials(db: db, keys: keys) }
    public var keyRotations: KeyRotations { KeyRotations(db: db) }
    public var webhookSecrets: WebhookSecretRecords { WebhookSecretRecords(db: db) }
    public var webhookRotations: WebhookRotations { WebhookRotations(db: db) }
    public var gitopsResources: GitOpsResources { GitOpsResources(db: db) }
    public var repairs: Repairs { Repairs(db: db) }
    public var sourceRests: SourceRests { SourceRests(db: db) }
    public var alarms: Alarms { Alarms(db: db) }
    public var initialisation: Initialisation { Initialisation(db: db) }
    public var archivals: Archivals { Archivals(db: db) }
    public var runs: Runs { Runs(db: db, author: author) }
    public var releases: Releases { Releases(db: db) }
    public var pushes: Pushes { Pushes(db: db) }
    public var outbox: Outbox { Outbox(db: db) }
    public var lostDeliveries: LostDeliveries { LostDeliveries(db: db) }
    public var sweeps: Sweeps { Sweeps(db: db) }
    public var seenRepositories: SeenRepositories { SeenRepositories(db: db) }
    public var rateLimits: RateLimits { RateLimits(db: db) }

    public var audit: AuditLog { AuditLog(db: db, author: author) }

    /// The same transaction, on behalf of somebody: the audit tells so of what is done in it.
    public func acting(as actor: AuditActor) -> Transaction {
        Transaction(db: db, keys: keys, author: .actor(actor))
    }

    /// The same transaction, on behalf of whoever asked for a run.
    public func acting(forRun run: Int64) -> Transaction {
        Transaction(db: db, keys: keys, author: .run(run))
    }

    /// The journal of a claimed run; every use first checks that the claim still holds.
    public func journal(_ claim: RunClaim) -> Journal { Journal(db: db, claim: claim, author: author) }
}
