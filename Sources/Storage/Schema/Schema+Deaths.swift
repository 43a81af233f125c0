extension Schema {
    /// How often the process died in a row while it executed a run.
    static let deaths = """
        ALTER TABLE run ADD COLUMN deaths INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX runSuspect ON run (id) WHERE state = 'running' AND deaths >= \(RunRecord.suspicion);
        """
}
