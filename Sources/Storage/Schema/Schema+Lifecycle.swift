extension Schema {
    /// What GitHub last told of a repository as a whole, and how far its project's way out of the cluster is.
    ///
    /// Repositories that were deleted before count as deleted now: what runs has its time of grace after the upgrade.
    static let lifecycle = """
        ALTER TABLE project ADD COLUMN gone INTEGER;
        ALTER TABLE project ADD COLUMN unseen TEXT;
        UPDATE project SET gone = CAST(strftime('%s', 'now') AS INTEGER) * 1000
            WHERE state = 'archived' AND reason = 'deleted on GitHub';
        CREATE INDEX projectByInstallation ON project (installation) WHERE installation IS NOT NULL;
        CREATE INDEX projectGone ON project (gone) WHERE gone IS NOT NULL;

        CREATE TABLE archival (
            project TEXT NOT NULL PRIMARY KEY REFERENCES project (id) ON DELETE CASCADE,
            cause TEXT NOT NULL CHECK (cause IN ('deleted', 'failed', 'unused', 'person')),
            reason TEXT NOT NULL CHECK (reason <> ''),
            announced INTEGER,
            due INTEGER NOT NULL,
            begun INTEGER,
            removed INTEGER,
            pushed INTEGER,
            removesFinalizers INTEGER NOT NULL CHECK (removesFinalizers IN (0, 1)),
            CHECK (removed IS NULL OR begun IS NOT NULL)
        ) STRICT;
        """
}
