extension Schema {
    /// Which limits were applied to an environment, and what decides which are its project's.
    static let limits = """
        ALTER TABLE project ADD COLUMN topics TEXT CHECK (topics IS NULL OR json_valid(topics));
        ALTER TABLE environment ADD COLUMN limits TEXT CHECK (limits IS NULL OR json_valid(limits));
        """
}
