extension Schema {
    /// Which webhook secrets the service accepts, when each last verified a delivery, and how far the change of the secret is.
    /// A secret is known by its file and when that was written: nothing here tells anything of it.
    static let webhookSecrets = """
        CREATE TABLE webhookSecret (
            place TEXT NOT NULL PRIMARY KEY CHECK (place <> ''),
            written INTEGER NOT NULL,
            accepted INTEGER NOT NULL,
            verified INTEGER
        ) STRICT;

        CREATE TABLE webhookRotation (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            began INTEGER NOT NULL,
            written INTEGER NOT NULL,
            told INTEGER,
            verified INTEGER,
            finished INTEGER,
            CHECK (verified IS NULL OR told IS NOT NULL)
        ) STRICT;
        """
}
