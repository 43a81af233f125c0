import GRDB

extension GRDB.Database {
    /// Executes a statement that is compiled once per connection.
    func perform(_ sql: String, _ arguments: StatementArguments = StatementArguments()) throws {
        try cachedStatement(sql: sql).execute(arguments: arguments)
    }

    /// The first row of a query that is compiled once per connection: to put together and compile one takes longer than
    /// to execute it.
    func first<Record: FetchableRecord>(_ sql: String, _ arguments: StatementArguments) throws -> Record? {
        try Record.fetchOne(cachedStatement(sql: sql), arguments: arguments)
    }

    /// All rows of a query that is compiled once per connection.
    func all<Record: FetchableRecord>(_ sql: String, _ arguments: StatementArguments) throws -> [Record] {
        try Record.fetchAll(cachedStatement(sql: sql), arguments: arguments)
    }

    /// Whether a query, compiled once per connection, finds anything.
    func exists(_ sql: String, _ arguments: StatementArguments) throws -> Bool {
        try Row.fetchOne(cachedStatement(sql: sql), arguments: arguments) != nil
    }
}
