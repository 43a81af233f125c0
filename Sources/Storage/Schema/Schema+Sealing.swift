extension Schema {
    /// Which key sealed a token (NULL: the form before, which named none), and the rotation that was asked for last.
    static let sealing = """
        ALTER TABLE gitCredential ADD COLUMN sealedWith TEXT CHECK (sealedWith <> '');
        CREATE INDEX gitCredentialByKey ON gitCredential (sealedWith) WHERE sealed IS NOT NULL;

        CREATE TABLE keyRotation (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            asked INTEGER NOT NULL,
            key TEXT,
            resealed INTEGER NOT NULL,
            unopened INTEGER NOT NULL,
            finished INTEGER,
            failure TEXT
        ) STRICT;
        """
}
