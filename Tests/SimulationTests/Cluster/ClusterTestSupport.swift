import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Simulation

/// Branches as a test sets them.
actor BranchSources: SourceFetching {
    private var snapshots: [String: SourceSnapshot] = [:]
    private var password: String?
    private(set) var fetches = 0

    func set(_ files: [String: String], commit: String, branch: String = "main") {
        snapshots[branch] = SourceSnapshot(commit: commit, files: files.mapValues { Data($0.utf8) })
    }

    func require(password: String) { self.password = password }

    func fetchSource(_ request: SourceRequest) async throws(SourceFailure) -> SourceSnapshot {
        fetches += 1
        if let password, request.password != password {
            throw SourceFailure(
                message: "failed to checkout and determine revision: unable to clone '\(request.url)': "
                    + "authentication required")
        }
        guard let snapshot = snapshots[request.branch] else {
            throw SourceFailure(
                message:
                    "failed to checkout and determine revision: couldn't find remote ref "
                    + "\"refs/heads/\(request.branch)\""
            )
        }
        return snapshot
    }
}

/// Images as a test sets them.
actor ImageShelf: ImageRegistry {
    private var images: Set<String> = []
    private var password: String?

    func add(_ image: String) { images.insert(image) }
    func require(password: String) { self.password = password }

    func lookUp(image: String, username: String?, password: String?) async -> ImageLookup {
        if let wanted = self.password, password != wanted { return password == nil ? .unauthorized : .denied }
        return images.contains(image) ? .found(digest: "sha256:0") : .notFound
    }
}

/// An answer of the API.
struct Answer: Sendable {
    let status: Int
    let headers: [(String, String)]
    let text: String

    var json: JSONValue { (try? JSONValue(parsing: text.utf8)) ?? .string(text) }
}

/// A cluster for one test, with a client that speaks HTTP to it.
struct ClusterFixture: Sendable {
    let cluster: SimulatedCluster
    let sources: BranchSources
    let images: ImageShelf

    /// Starts a cluster over plain HTTP, runs the test and stops it.
    static func run(
        _ options: SimulatedCluster.Options = .init(), controllers: Bool = true,
        _ test: (ClusterFixture) async throws -> Void
    ) async throws {
        var options = options
        options.usesTLS = false
        options.runsControllers = controllers
        let sources = BranchSources()
        let images = ImageShelf()
        let cluster = try await SimulatedCluster.start(options, sources: sources, images: images)
        do {
            try await test(ClusterFixture(cluster: cluster, sources: sources, images: images))
        } catch {
            await cluster.stop()
            throw error
        }
        await cluster.stop()
    }

    func send(
        _ method: String, _ path: String, _ body: JSONValue? = nil, type: String = "application/json",
        token: String? = ClusterUser.administrator.token, headers: [String: String] = [:]
    ) async throws -> Answer {
        try await send(method, path, text: body?.text, type: type, token: token, headers: headers)
    }

    func send(
        _ method: String, _ path: String, text: String?, type: String, token: String?, headers: [String: String] = [:]
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: cluster.url + path)
        request.method = .RAW(value: method)
        if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
        request.headers.add(name: "User-Agent", value: "example-client/1.0")
        for (name, value) in headers { request.headers.replaceOrAdd(name: name, value: value) }
        if let text {
            request.headers.replaceOrAdd(name: "Content-Type", value: type)
            request.body = .bytes(ByteBuffer(string: text))
        }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        let bytes = try await response.body.collect(upTo: 16 << 20)
        return Answer(
            status: Int(response.status.code), headers: response.headers.map { ($0.name, $0.value) },
            text: String(buffer: bytes))
    }

    /// Server-side apply.
    func apply(_ path: String, _ body: JSONValue, manager: String = "first-manager", force: Bool = false) async throws
        -> Answer
    {
        try await send(
            "PATCH", "\(path)?fieldManager=\(manager)\(force ? "&force=true" : "")", body,
            type: "application/apply-patch+yaml")
    }
}
