import Foundation
import GRDB

/// The numbered migrations, oldest first. One that was released is never changed.
enum Schema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("001") { db in
            for part in [projects, runs, deliveries, releases, outbox] { try db.execute(sql: part) }
        }
        migrator.registerMigration("002") { try $0.execute(sql: lanes) }
        migrator.registerMigration("003") { try $0.execute(sql: retention) }
        migrator.registerMigration("004") { try $0.execute(sql: deaths) }
        migrator.registerMigration("005") { try $0.execute(sql: recovery) }
        migrator.registerMigration("006") { try $0.execute(sql: packedBodies) }
        migrator.registerMigration("007") { try $0.execute(sql: projectImage) }
        migrator.registerMigration("008") { try $0.execute(sql: rateLimits) }
        migrator.registerMigration("009") { try $0.execute(sql: clusterState) }
        migrator.registerMigration("010") { try $0.execute(sql: lifecycle) }
        migrator.registerMigration("011") { try $0.execute(sql: suspensions) }
        migrator.registerMigration("012") { try $0.execute(sql: audit) }
        migrator.registerMigration("013") { try $0.execute(sql: sealing) }
        migrator.registerMigration("014") { try $0.execute(sql: webhookSecrets) }
        migrator.registerMigration("015") { try $0.execute(sql: limits) }
        return migrator
    }

    /// - Throws: `newerVersion`
    static func refuseNewer(_ db: GRDB.Database, file: URL) throws {
        guard try migrator.hasBeenSuperseded(db) else { return }
        throw StorageError(
            .newerVersion, "The database \(file.path) was written by a newer version of Slipway.",
            whatToDo: "Install that version again, or put back the backup made before it was installed.")
    }

    /// For those who may not migrate.
    /// - Throws: `newerVersion`, `missing`
    static func refuseOther(_ db: GRDB.Database, in folder: URL) throws {
        try refuseNewer(db, file: folder.appending(path: Database.fileName))
        guard try migrator.hasCompletedMigrations(db) else {
            throw StorageError(
                .missing, "The database in \(folder.path) is not set up for this version of Slipway.",
                whatToDo: "Start `slipway serve` of this version once.")
        }
    }
}
