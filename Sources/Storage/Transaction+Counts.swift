import GRDB

extension Transaction {
    /// How many projects are in each state.
    public func projectCounts() throws -> [ProjectState: Int] {
        try counts("state", in: "project").reduce(into: [:]) { counts, row in
            if let state = ProjectState(rawValue: row.value) { counts[state] = row.number }
        }
    }

    /// How many environments of one name are in each state.
    public func environmentCounts(_ name: EnvironmentName) throws -> [EnvironmentState: Int] {
        try counts("state", in: "environment", where: "name = ?", [name.rawValue]).reduce(into: [:]) { counts, row in
            if let state = EnvironmentState(rawValue: row.value) { counts[state] = row.number }
        }
    }

    /// How many Flux objects of a kind are in each state.
    public func resourceCounts(
        _ kind: GitOpsResourceRecord.Kind
    ) throws -> [GitOpsResourceRecord.Status: Int] {
        try counts("status", in: "gitopsResource", where: "kind = ?", [kind.rawValue]).reduce(into: [:]) {
            counts, row in
            if let status = GitOpsResourceRecord.Status(rawValue: row.value) { counts[status] = row.number }
        }
    }

    private func counts(
        _ column: String, in table: String, where condition: String = "true", _ arguments: StatementArguments = []
    ) throws -> [(value: String, number: Int)] {
        try Row.fetchAll(
            db, sql: "SELECT \(column), COUNT(*) FROM \(table) WHERE \(condition) GROUP BY 1", arguments: arguments
        ).map { (value: $0[0], number: $0[1]) }
    }
}
