extension Schema {
    /// What the sweeps know: deliveries that GitHub could not get rid of, how far the sweeps came, repositories they saw.
    static let recovery = """
        CREATE TABLE lostDelivery (
            guid TEXT NOT NULL PRIMARY KEY CHECK (guid <> ''),
            hook TEXT NOT NULL CHECK (hook <> ''),
            attempt INTEGER NOT NULL,
            event TEXT NOT NULL,
            action TEXT,
            repository INTEGER,
            failed INTEGER NOT NULL,
            lastFailed INTEGER NOT NULL,
            failure TEXT NOT NULL,
            isUnanswered INTEGER NOT NULL CHECK (isUnanswered IN (0, 1)),
            requests INTEGER NOT NULL DEFAULT 0 CHECK (requests >= 0),
            requested INTEGER,
            due INTEGER NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('lost', 'recovered', 'givenUp')),
            reason TEXT,
            ended INTEGER,
            CHECK ((state = 'lost') = (ended IS NULL)),
            CHECK (state <> 'givenUp' OR reason IS NOT NULL),
            CHECK (requests = 0 OR requested IS NOT NULL)
        ) STRICT;
        CREATE INDEX lostDeliveryOpen ON lostDelivery (hook, failed) WHERE state = 'lost';

        CREATE TABLE sweep (
            name TEXT NOT NULL PRIMARY KEY CHECK (name <> ''),
            began INTEGER NOT NULL,
            covered INTEGER,
            succeeded INTEGER,
            failures INTEGER NOT NULL DEFAULT 0,
            failure TEXT,
            CHECK ((failures = 0) = (failure IS NULL))
        ) STRICT;

        CREATE TABLE seenRepository (
            repository INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            seen INTEGER NOT NULL,
            reason TEXT
        ) STRICT;
        """
}
