extension Schema {
    /// What is needed to forget: where the old lies, and what stays known of it.
    static let retention = """
        CREATE INDEX deliveryByEnd ON delivery (finished) WHERE finished IS NOT NULL;
        CREATE INDEX runByEnd ON run (finished) WHERE finished IS NOT NULL;
        CREATE INDEX outboxSaid ON outbox (updated) WHERE state <> 'pending' AND payload <> '{}';

        CREATE TABLE formerRun (
            keyHash BLOB NOT NULL PRIMARY KEY CHECK (length(keyHash) = 16),
            finished INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE probe (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            at INTEGER NOT NULL
        ) STRICT;
        """
}
