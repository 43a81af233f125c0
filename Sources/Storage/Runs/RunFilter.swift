import GRDB

/// Which runs to list; what is nil does not matter.
public struct RunFilter: Sendable, Equatable {
    /// The project's id.
    public var project: String?
    public var automation: String?
    public var state: RunState?
    /// Only those with a lower number: how a list goes on.
    public var before: Int64?

    public init(
        project: String? = nil, automation: String? = nil, state: RunState? = nil, before: Int64? = nil
    ) {
        self.project = project
        self.automation = automation
        self.state = state
        self.before = before
    }

    var request: QueryInterfaceRequest<RunRecord> {
        var request = RunRecord.all()
        if let project { request = request.filter(Column("project") == project) }
        if let automation { request = request.filter(Column("automation") == automation) }
        if let state { request = request.filter(Column("state") == state.rawValue) }
        if let before { request = request.filter(Column("id") < before) }
        return request
    }
}

extension Runs {
    /// Runs that match, newest first.
    public func list(_ filter: RunFilter, limit: Int) throws -> [RunRecord] {
        try filter.request.order(Column("id").desc).limit(limit).fetchAll(db)
    }
}
