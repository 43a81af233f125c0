extension Schema {
    /// What must still be said on GitHub.
    static let outbox = """
        CREATE TABLE outbox (
            key TEXT NOT NULL PRIMARY KEY CHECK (key <> ''),
            kind TEXT NOT NULL CHECK (kind IN ('comment', 'status', 'deployment', 'deploymentStatus')),
            project TEXT NOT NULL,
            sha TEXT NOT NULL,
            payload TEXT NOT NULL CHECK (json_valid(payload)),
            version INTEGER NOT NULL CHECK (version > 0),
            deliveredVersion INTEGER NOT NULL,
            remoteID INTEGER,
            state TEXT NOT NULL CHECK (state IN ('pending', 'delivered', 'refused')),
            attempts INTEGER NOT NULL,
            nextAttempt INTEGER NOT NULL,
            lastError TEXT,
            updated INTEGER NOT NULL,
            CHECK (deliveredVersion BETWEEN 0 AND version),
            CHECK (state <> 'delivered' OR deliveredVersion = version),
            CHECK (state <> 'refused' OR lastError IS NOT NULL)
        ) STRICT;
        CREATE INDEX outboxDue ON outbox (nextAttempt) WHERE state = 'pending';
        CREATE INDEX outboxByCommit ON outbox (project, sha);
        """
}
