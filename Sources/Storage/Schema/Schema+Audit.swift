extension Schema {
    /// Who had what done, and how it ended. Lines are only ever added; retention alone takes away those that are older than
    /// the time up to which it says that it has forgotten, and that time never goes back.
    static let audit = """
        CREATE TABLE audit (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            time INTEGER NOT NULL,
            actorKind TEXT NOT NULL CHECK (actorKind IN ('sender', 'token', 'commandLine', 'schedule')),
            actor TEXT CHECK (actor <> '' AND length(actor) <= 100),
            action TEXT NOT NULL CHECK (action <> ''),
            project TEXT,
            repository TEXT,
            run INTEGER,
            turn INTEGER,
            delivery TEXT,
            subject TEXT,
            outcome TEXT NOT NULL CHECK (outcome IN ('asked', 'done', 'failed', 'superseded', 'cancelled')),
            reason TEXT,
            CHECK ((run IS NULL) = (turn IS NULL)),
            CHECK (outcome <> 'asked' OR run IS NOT NULL)
        ) STRICT;
        CREATE UNIQUE INDEX auditByRun ON audit (run, turn, outcome = 'asked') WHERE run IS NOT NULL;
        CREATE INDEX auditByProject ON audit (project, id);
        CREATE INDEX auditByTime ON audit (time);

        CREATE TABLE auditForgotten (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            before INTEGER NOT NULL
        ) STRICT;
        INSERT INTO auditForgotten (id, before) VALUES (1, 0);

        CREATE TRIGGER auditIsNotChanged BEFORE UPDATE ON audit
        BEGIN SELECT RAISE(ABORT, 'a line of the audit is never changed'); END;
        CREATE TRIGGER auditIsNotReplaced BEFORE INSERT ON audit
        WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM audit
            WHERE run = NEW.run AND turn = NEW.turn AND (outcome = 'asked') = (NEW.outcome = 'asked'))
        BEGIN SELECT RAISE(ABORT, 'a line of the audit is never replaced'); END;
        CREATE TRIGGER auditIsNotTakenAway BEFORE DELETE ON audit
        WHEN OLD.time >= (SELECT before FROM auditForgotten)
        BEGIN SELECT RAISE(ABORT, 'a line of the audit stays as long as retention says'); END;
        CREATE TRIGGER auditForgottenRises BEFORE UPDATE ON auditForgotten WHEN NEW.before < OLD.before
        BEGIN SELECT RAISE(ABORT, 'what retention has forgotten does not come back'); END;
        CREATE TRIGGER auditForgottenStays BEFORE DELETE ON auditForgotten
        BEGIN SELECT RAISE(ABORT, 'what retention has forgotten stays known'); END;
        """
}
