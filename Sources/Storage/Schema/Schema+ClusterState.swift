extension Schema {
    /// What the cluster was seen to hold, what was put back, which sources rest, and what was warned of.
    static let clusterState = """
        CREATE TABLE observedResource (
            project TEXT NOT NULL,
            environment TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('Namespace', 'GitRepository', 'Kustomization')),
            name TEXT NOT NULL CHECK (name <> ''),
            namespace TEXT NOT NULL CHECK (namespace <> ''),
            status TEXT NOT NULL CHECK (status IN ('pending', 'ready', 'failed', 'suspended', 'missing')),
            isProcessed INTEGER NOT NULL CHECK (isProcessed IN (0, 1)),
            reason TEXT,
            message TEXT,
            revision TEXT,
            since INTEGER NOT NULL,
            failing INTEGER,
            updated INTEGER NOT NULL,
            PRIMARY KEY (project, environment, kind),
            UNIQUE (kind, namespace, name),
            FOREIGN KEY (project, environment) REFERENCES environment (project, name) ON DELETE CASCADE
        ) STRICT;
        INSERT INTO observedResource (project, environment, kind, name, namespace, status, isProcessed, message, revision,
            since, failing, updated)
            SELECT project, environment, kind, name, namespace, status, 1, message, revision, updated,
            CASE status WHEN 'failed' THEN updated END, updated FROM gitopsResource;
        DROP TABLE gitopsResource;
        ALTER TABLE observedResource RENAME TO gitopsResource;
        CREATE INDEX gitopsResourceByState ON gitopsResource (kind, status);
        CREATE INDEX gitopsResourceFailing ON gitopsResource (failing) WHERE failing IS NOT NULL;
        CREATE INDEX gitopsResourceUnprocessed ON gitopsResource (since) WHERE isProcessed = 0;

        ALTER TABLE project ADD COLUMN paused INTEGER;
        ALTER TABLE environment ADD COLUMN paused INTEGER;

        CREATE TABLE repair (
            project TEXT NOT NULL,
            environment TEXT NOT NULL,
            object TEXT NOT NULL CHECK (object <> ''),
            count INTEGER NOT NULL CHECK (count > 0),
            last INTEGER NOT NULL,
            PRIMARY KEY (project, environment, object),
            FOREIGN KEY (project, environment) REFERENCES environment (project, name) ON DELETE CASCADE
        ) STRICT;

        CREATE TABLE sourceRest (
            project TEXT NOT NULL,
            environment TEXT NOT NULL,
            failing INTEGER NOT NULL,
            message TEXT NOT NULL,
            round INTEGER NOT NULL CHECK (round > 0),
            nextProbe INTEGER NOT NULL,
            probing INTEGER,
            PRIMARY KEY (project, environment),
            FOREIGN KEY (project, environment) REFERENCES environment (project, name) ON DELETE CASCADE
        ) STRICT;
        CREATE INDEX sourceRestByProbe ON sourceRest (nextProbe);

        CREATE TABLE alarm (
            name TEXT NOT NULL PRIMARY KEY CHECK (name <> ''),
            since INTEGER NOT NULL,
            message TEXT NOT NULL,
            isOver INTEGER NOT NULL CHECK (isOver IN (0, 1)),
            isTold INTEGER NOT NULL CHECK (isTold IN (0, 1))
        ) STRICT;
        """
}
