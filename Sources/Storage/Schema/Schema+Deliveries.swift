extension Schema {
    /// The delivery log. Bodies lie apart, so that lists and status changes do not touch them.
    static let deliveries = """
        CREATE TABLE delivery (
            id INTEGER PRIMARY KEY,
            guid TEXT NOT NULL UNIQUE CHECK (guid <> ''),
            event TEXT NOT NULL CHECK (event <> ''),
            action TEXT,
            repository TEXT,
            sender TEXT,
            installation INTEGER,
            received INTEGER NOT NULL,
            status TEXT NOT NULL CHECK (status IN ('queued', 'done', 'ignored', 'failed', 'undecodable')),
            reason TEXT,
            finished INTEGER,
            CHECK ((status = 'queued') = (finished IS NULL)),
            CHECK (status NOT IN ('ignored', 'failed', 'undecodable') OR reason IS NOT NULL)
        ) STRICT;
        CREATE INDEX deliveryQueued ON delivery (id) WHERE status = 'queued';

        CREATE TABLE deliveryBody (
            delivery INTEGER PRIMARY KEY REFERENCES delivery (id) ON DELETE CASCADE,
            body BLOB NOT NULL,
            headers TEXT
        ) STRICT;

        CREATE TABLE deliveryRun (
            delivery INTEGER NOT NULL REFERENCES delivery (id) ON DELETE CASCADE,
            run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
            PRIMARY KEY (delivery, run)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX deliveryRunByRun ON deliveryRun (run);
        """
}
