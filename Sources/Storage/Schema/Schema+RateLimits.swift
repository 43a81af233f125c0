extension Schema {
    /// What GitHub asked to wait for.
    static let rateLimits = """
        CREATE TABLE rateLimit (
            account TEXT NOT NULL PRIMARY KEY CHECK (account <> ''),
            until INTEGER NOT NULL
        ) STRICT;
        """
}
