extension Schema {
    /// Runs, their journals and what wakes them. A run may come before its project.
    static let runs = """
        CREATE TABLE run (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            automation TEXT NOT NULL CHECK (automation <> ''),
            key TEXT NOT NULL UNIQUE CHECK (key <> ''),
            project TEXT NOT NULL CHECK (project <> ''),
            input TEXT NOT NULL CHECK (json_valid(input)),
            state TEXT NOT NULL
                CHECK (state IN ('queued', 'running', 'waiting', 'done', 'failed', 'superseded', 'cancelled')),
            attempts INTEGER NOT NULL DEFAULT 0,
            due INTEGER NOT NULL,
            waitsFor TEXT,
            leaseOwner TEXT,
            fence INTEGER NOT NULL DEFAULT 0,
            leaseUntil INTEGER,
            isWoken INTEGER NOT NULL DEFAULT 0 CHECK (isWoken IN (0, 1)),
            created INTEGER NOT NULL,
            started INTEGER,
            finished INTEGER,
            outcome TEXT,
            delivery TEXT,
            CHECK ((state = 'running') = (leaseOwner IS NOT NULL)),
            CHECK ((state = 'running') = (leaseUntil IS NOT NULL)),
            CHECK ((state IN ('done', 'failed', 'superseded', 'cancelled')) = (finished IS NOT NULL))
        ) STRICT;
        CREATE UNIQUE INDEX runExecuting ON run (project) WHERE state = 'running';
        CREATE INDEX runDue ON run (due, project) WHERE state IN ('queued', 'waiting');
        CREATE INDEX runByProject ON run (project, id);
        CREATE INDEX runByState ON run (state);

        CREATE TABLE step (
            run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
            name TEXT NOT NULL CHECK (name <> ''),
            result TEXT,
            failure TEXT,
            started INTEGER NOT NULL,
            finished INTEGER,
            attempts INTEGER NOT NULL,
            lastError TEXT,
            notBefore INTEGER,
            deadline INTEGER,
            PRIMARY KEY (run, name),
            CHECK ((finished IS NOT NULL) = (result IS NOT NULL OR failure IS NOT NULL)),
            CHECK (result IS NULL OR failure IS NULL)
        ) STRICT;

        CREATE TABLE wakeKey (
            run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
            step TEXT NOT NULL,
            key TEXT NOT NULL CHECK (key <> ''),
            PRIMARY KEY (run, step, key)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX wakeKeyByKey ON wakeKey (key);

        CREATE TABLE lane (
            project TEXT NOT NULL PRIMARY KEY,
            served INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX laneByTurn ON lane (served);
        """
}
