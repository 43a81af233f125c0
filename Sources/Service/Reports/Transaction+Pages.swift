import Foundation
import Storage

extension Transaction {
    /// - Parameter cursor: of an earlier page; nil for the first.
    func projectPage(_ filter: ProjectFilter, after cursor: PageCursor?, limit: Int) throws -> Page<ProjectSummary> {
        let position = cursor.map { ProjectPosition(owner: $0[0], name: $0[1], id: $0[2]) }
        return try Page(
            of: try projects.list(filter, after: position, limit: limit + 1), limit: limit,
            cursor: { PageCursor("projects", $0.owner, $0.name, $0.id) },
            report: { ProjectSummary($0, try environments.all(of: $0.id)) })
    }

    func runPage(_ filter: RunFilter, limit: Int) throws -> Page<RunSummary> {
        try Page(
            of: try runs.list(filter, limit: limit + 1), limit: limit, cursor: { PageCursor("runs", "\($0.id)") },
            report: summary)
    }

    func deliveryPage(_ filter: DeliveryFilter, limit: Int) throws -> Page<DeliveryReport> {
        try Page(
            of: try deliveries.list(filter, limit: limit + 1), limit: limit,
            cursor: { PageCursor("deliveries", "\($0.id)") }, report: report)
    }

    /// Those that did not come. What is not of `repository` is left out, so that a page may be shorter than its limit.
    func lostDeliveryPage(
        event: String?, repository: String?, after cursor: PageCursor?, limit: Int
    ) throws -> Page<DeliveryReport> {
        let last = cursor.flatMap { cursor in
            TimeInterval(cursor[0]).map { (Date(timeIntervalSince1970: $0), cursor[1]) }
        }
        let page = try Page(
            of: try lostDeliveries.list(event: event, after: last, limit: limit + 1), limit: limit,
            cursor: { PageCursor("lost", "\($0.failed.timeIntervalSince1970)", $0.guid) }, report: report)
        guard let repository else { return page }
        return Page(
            page.items.filter { $0.repository?.lowercased() == repository.lowercased() }, next: page.next)
    }
}
