extension Schema {
    /// A repository that is renamed keeps the image that its manifests and its build name.
    static let projectImage = "ALTER TABLE project ADD COLUMN image TEXT;"

    /// Projects and what belongs to them.
    static let projects = """
        CREATE TABLE project (
            id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36 AND id = lower(id)),
            repository INTEGER NOT NULL UNIQUE,
            owner TEXT NOT NULL CHECK (owner <> ''),
            ownerID INTEGER NOT NULL,
            name TEXT NOT NULL CHECK (name <> ''),
            isPrivate INTEGER NOT NULL CHECK (isPrivate IN (0, 1)),
            installation INTEGER,
            branch TEXT NOT NULL CHECK (branch <> ''),
            template TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('settingUp', 'active', 'degraded', 'failed', 'archived')),
            reason TEXT,
            trouble TEXT CHECK (trouble IS NULL OR json_valid(trouble)),
            scaffoldSHA TEXT,
            withheldFiles TEXT NOT NULL CHECK (json_valid(withheldFiles)),
            created INTEGER NOT NULL,
            updated INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX projectByName ON project (owner COLLATE NOCASE, name COLLATE NOCASE);

        CREATE TABLE environment (
            project TEXT NOT NULL REFERENCES project (id) ON DELETE CASCADE,
            name TEXT NOT NULL CHECK (name IN ('development', 'staging', 'production')),
            namespace TEXT NOT NULL UNIQUE CHECK (namespace <> ''),
            state TEXT NOT NULL
                CHECK (state IN ('waiting', 'working', 'ready', 'degraded', 'failed', 'paused', 'archived')),
            message TEXT,
            trouble TEXT CHECK (trouble IS NULL OR json_valid(trouble)),
            imageTag TEXT,
            desiredImageTag TEXT,
            address TEXT,
            updated INTEGER NOT NULL,
            PRIMARY KEY (project, name)
        ) STRICT;

        CREATE TABLE gitCredential (
            project TEXT NOT NULL PRIMARY KEY REFERENCES project (id) ON DELETE CASCADE,
            kind TEXT NOT NULL CHECK (kind IN ('app', 'token')),
            expires INTEGER,
            sealed BLOB,
            updated INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX gitCredentialByExpiry ON gitCredential (expires) WHERE expires IS NOT NULL;

        CREATE TABLE gitopsResource (
            project TEXT NOT NULL,
            environment TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('GitRepository', 'Kustomization')),
            name TEXT NOT NULL CHECK (name <> ''),
            namespace TEXT NOT NULL CHECK (namespace <> ''),
            status TEXT NOT NULL CHECK (status IN ('pending', 'ready', 'failed')),
            message TEXT,
            revision TEXT,
            updated INTEGER NOT NULL,
            PRIMARY KEY (project, environment, kind),
            UNIQUE (kind, namespace, name),
            FOREIGN KEY (project, environment) REFERENCES environment (project, name) ON DELETE CASCADE
        ) STRICT;

        CREATE TABLE initialisationStep (
            project TEXT NOT NULL REFERENCES project (id) ON DELETE CASCADE,
            stage TEXT NOT NULL CHECK (stage IN ('project', 'template', 'environments', 'repository', 'scaffoldCommit',
                'records', 'cluster', 'active')),
            state TEXT NOT NULL CHECK (state IN ('pending', 'running', 'done', 'failed')),
            started INTEGER,
            finished INTEGER,
            error TEXT,
            detail TEXT,
            PRIMARY KEY (project, stage),
            CHECK (state <> 'failed' OR error IS NOT NULL)
        ) STRICT;
        """
}
