extension Schema {
    /// Whose turn it is, without looking at every run: `lane.open` is when the next run of a project is due, NULL while
    /// one executes or none is left. Triggers keep it, so that nothing that changes a run can forget to.
    static let lanes = """
        ALTER TABLE lane ADD COLUMN open INTEGER;
        CREATE INDEX runOpen ON run (project, due) WHERE state IN ('queued', 'waiting');
        DROP INDEX runDue;
        DROP INDEX laneByTurn;
        CREATE INDEX laneByTurn ON lane (served, open, project);
        CREATE INDEX laneByTime ON lane (open) WHERE open IS NOT NULL;

        INSERT INTO lane (project, served) SELECT DISTINCT project, 0 FROM run WHERE true ON CONFLICT DO NOTHING;
        UPDATE lane SET open = \(opens("lane"));

        CREATE INDEX outboxByTurn ON outbox (project, nextAttempt) WHERE state = 'pending';

        CREATE TRIGGER laneAfterRunCame AFTER INSERT ON run BEGIN
            INSERT OR IGNORE INTO lane (project, served) VALUES (NEW.project, 0);
            UPDATE lane SET open = \(opens("NEW")) WHERE project = NEW.project;
        END;
        CREATE TRIGGER laneAfterRunChanged AFTER UPDATE OF state, due ON run BEGIN
            UPDATE lane SET open = \(opens("NEW")) WHERE project = NEW.project;
        END;
        CREATE TRIGGER laneAfterRunWent AFTER DELETE ON run BEGIN
            UPDATE lane SET open = \(opens("OLD")) WHERE project = OLD.project;
        END;
        """

    private static func opens(_ row: String) -> String {
        """
        CASE WHEN EXISTS (SELECT 1 FROM run AS busy WHERE busy.project = \(row).project AND busy.state = 'running')
        THEN NULL ELSE (SELECT MIN(due) FROM run AS next WHERE next.project = \(row).project
        AND next.state IN ('queued', 'waiting')) END
        """
    }
}
