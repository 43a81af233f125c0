import Automations
import Foundation
import Simulation
import Storage

/// Projects that were set up long ago, and more pushes to them than can be worked off at once.
struct Backlog {
    let world: World
    let projects: [ProjectRecord]
    let pushes: Int

    /// Registers the projects before the program starts.
    init(_ world: World, projects count: Int, pushes: Int) async throws {
        self.world = world
        self.pushes = pushes
        let host = world.github.baseURL.replacing("http://", with: "")
        let now = Date()
        projects = (1...count).map { number in
            ProjectRecord(
                id: ProjectID(gitHubHost: host, repository: Int64(number)).value, repository: Int64(number),
                owner: "acme", ownerID: 1, name: "shop-\(number)", isPrivate: false, branch: "main",
                template: "static-site", state: .active, created: now)
        }
        let database = try await Database.open(at: world.folder.appending(path: "data"))
        try await database.write { [projects] tx in
            for project in projects { _ = try tx.projects.register(project, environments: project.rows(at: now)) }
        }
        try database.close()
    }

    var total: Int { projects.count * pushes }

    /// Delivers all pushes over a few connections, those of one project in their order.
    /// - Returns: how many were answered with 202.
    func deliver(to listen: String, connections: Int = 8) async throws -> Int {
        try await withThrowingTaskGroup(of: Int.self) { group in
            for lane in 0..<connections {
                let mine = projects.indices.filter { $0 % connections == lane }
                group.addTask {
                    try await RawConnection.keeping(listen) { send in
                        var accepted = 0
                        for push in 1...pushes {
                            for project in mine {
                                let answer = try await send(request(push, of: projects[project]).bytes)
                                accepted += answer.status == 202 ? 1 : 0
                            }
                        }
                        return accepted
                    }
                }
            }
            return try await group.reduce(0, +)
        }
    }

    private func request(_ push: Int, of project: ProjectRecord) -> WebhookRequest {
        let (before, after) = (Self.commit(push - 1), Self.commit(push))
        let repository =
            #"{"id":\#(project.repository),"full_name":"\#(project.fullName)","name":"\#(project.name)","private":false,"#
            + #""owner":{"login":"acme","id":1},"fork":false,"archived":false,"default_branch":"main"}"#
        return WebhookRequest(
            "push",
            Data(
                (#"{"ref":"refs/heads/main","before":"\#(before)","after":"\#(after)","created":false,"deleted":false,"#
                    + #""forced":false,"pusher":{},"head_commit":{"id":"\#(after)","message":"\#(push)","timestamp":"#
                    + #""2026-11-20T16:04:05Z"},"repository":\#(repository)}"#).utf8))
    }

    private static func commit(_ number: Int) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 40 - digits.count) + digits
    }

    /// What the database knows of the runs.
    func look<Value: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> Value) async throws -> Value {
        try await Database.readOnly(at: world.folder.appending(path: "data")).read(body)
    }

    /// Deliveries and runs that are not finished.
    var open: Int {
        get async throws {
            try await look { tx in
                let counts = try tx.runs.counts()
                return try [RunState.queued, .running, .waiting].reduce(tx.deliveries.queuedCount()) {
                    $0 + counts[$1, default: 0]
                }
            }
        }
    }
}

extension ProjectRecord {
    fileprivate func rows(at now: Date) -> [EnvironmentRecord] {
        EnvironmentName.allCases.map {
            EnvironmentRecord(project: id, name: $0, namespace: "project-\(id)-\($0.rawValue)", updated: now)
        }
    }
}
