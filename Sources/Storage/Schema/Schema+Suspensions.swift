extension Schema {
    /// Who suspended a source.
    static let suspensions = """
        ALTER TABLE gitopsResource ADD COLUMN isSuspendedBySlipway INTEGER NOT NULL DEFAULT 0
            CHECK (isSuspendedBySlipway IN (0, 1));
        """
}
