extension Schema {
    /// Pushes seen and releases on their way.
    static let releases = """
        CREATE TABLE push (
            project TEXT NOT NULL REFERENCES project (id) ON DELETE CASCADE,
            ref TEXT NOT NULL,
            before TEXT NOT NULL,
            after TEXT NOT NULL,
            subject TEXT NOT NULL,
            time INTEGER NOT NULL,
            PRIMARY KEY (project, ref, after, before, time)
        ) STRICT;

        CREATE TABLE release (
            id INTEGER PRIMARY KEY,
            project TEXT NOT NULL REFERENCES project (id) ON DELETE CASCADE,
            sha TEXT NOT NULL CHECK (sha <> ''),
            ref TEXT NOT NULL,
            buildRun INTEGER NOT NULL,
            buildAttempt INTEGER NOT NULL CHECK (buildAttempt > 0),
            buildNumber INTEGER NOT NULL,
            buildName TEXT NOT NULL,
            buildURL TEXT NOT NULL,
            buildState TEXT NOT NULL CHECK (buildState IN ('requested', 'in_progress', 'success', 'failure', 'neutral',
                'cancelled', 'skipped', 'stale', 'timed_out', 'action_required', 'startup_failure')),
            buildStarted INTEGER,
            buildFinished INTEGER,
            failedJobs TEXT NOT NULL CHECK (json_valid(failedJobs)),
            subject TEXT NOT NULL,
            previousSHA TEXT,
            created INTEGER NOT NULL,
            UNIQUE (project, buildRun, buildAttempt)
        ) STRICT;
        CREATE INDEX releaseBySHA ON release (project, sha);

        CREATE TABLE releaseEnvironment (
            release INTEGER NOT NULL REFERENCES release (id) ON DELETE CASCADE,
            environment TEXT NOT NULL CHECK (environment IN ('development', 'staging', 'production')),
            state TEXT NOT NULL CHECK (state IN ('waiting', 'working', 'ready', 'failed', 'skipped', 'superseded')),
            detail TEXT,
            trouble TEXT CHECK (trouble IS NULL OR json_valid(trouble)),
            previousImage TEXT,
            started INTEGER,
            finished INTEGER,
            deployment INTEGER,
            updated INTEGER NOT NULL,
            PRIMARY KEY (release, environment)
        ) STRICT;
        """
}
