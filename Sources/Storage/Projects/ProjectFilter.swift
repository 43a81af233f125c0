import GRDB

/// Which projects to list; what is nil does not matter.
public struct ProjectFilter: Sendable, Equatable {
    public var state: ProjectState?
    /// Whatever its capitals.
    public var owner: String?
    public var template: String?

    public init(state: ProjectState? = nil, owner: String? = nil, template: String? = nil) {
        self.state = state
        self.owner = owner
        self.template = template
    }

    var request: QueryInterfaceRequest<ProjectRecord> {
        var request = ProjectRecord.all()
        if let state { request = request.filter(Column("state") == state.rawValue) }
        if let owner { request = request.filter(Column("owner").collating(.nocase) == owner) }
        if let template { request = request.filter(Column("template") == template) }
        return request
    }
}

/// Where a project stands in the list by full name.
public struct ProjectPosition: Sendable, Equatable {
    public var owner: String
    public var name: String
    public var id: String

    public init(owner: String, name: String, id: String) {
        self.owner = owner
        self.name = name
        self.id = id
    }
}

extension Projects {
    /// Projects that match, by full name.
    /// - Parameter position: where the list goes on: behind it.
    public func list(
        _ filter: ProjectFilter, after position: ProjectPosition? = nil, limit: Int
    ) throws -> [ProjectRecord] {
        var request = filter.request
        if let position {
            request = request.filter(
                sql: "(owner COLLATE NOCASE, name COLLATE NOCASE, id) > (?, ?, ?)",
                arguments: [position.owner, position.name, position.id])
        }
        return
            try request
            .order(Column("owner").collating(.nocase), Column("name").collating(.nocase), Column("id"))
            .limit(limit).fetchAll(db)
    }
}
