import Foundation
import NIOHTTP1
import Simulation
import Synchronization

/// What all worlds together sent to GitHub and applied to their clusters, in files that are validated after the suite.
enum Recordings {
    static let folder: URL = {
        let name = "slipway-e2e-recordings-\(ProcessInfo.processInfo.processIdentifier)"
        let folder = FileManager.default.temporaryDirectory.appending(path: name)
        for inner in ["kubernetes", "flux"] {
            try? FileManager.default.createDirectory(
                at: folder.appending(path: inner), withIntermediateDirectories: true)
        }
        return folder
    }()

    private static let known = Mutex<Set<Data>>([])

    /// Answers of the API, one exchange a line; each differs from all before. `nil` if nobody asked.
    static var apiFile: URL? {
        apiLines.withLock { $0.isEmpty } ? nil : folder.appending(path: "api.json")
    }

    private static let apiLines = Mutex<Set<Data>>([])

    static func keep(_ method: String, _ path: String, _ request: String?, _ answer: OperationsAnswer) {
        let exchange: JSONValue = [
            "method": .string(method), "path": .string(path), "status": .int(answer.status),
            "type": .text(answer.headers.first(name: "Content-Type")), "body": answer.body, "request": .text(request),
        ]
        let line = exchange.serialized()
        apiLines.withLock { lines in
            guard lines.insert(line).inserted else { return }
            let file = folder.appending(path: "api.json")
            if lines.count == 1 { try? Data().write(to: file) }
            guard let handle = try? FileHandle(forWritingTo: file) else { return }
            _ = try? handle.seekToEnd()
            try? handle.write(contentsOf: line + Data("\n".utf8))
            try? handle.close()
        }
    }

    /// A file for the requests of one world to GitHub, one JSON document a line.
    static func newFile() -> URL { folder.appending(path: "github-\(UUID().uuidString).jsonl") }

    /// Those files; `nil` if Slipway never had anything to ask.
    static var gitHubFiles: [String]? {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        let recorded = files.filter { $0.hasSuffix(".jsonl") }.map { folder.appending(path: $0).path }
        return recorded.isEmpty ? nil : recorded
    }

    /// Objects of types that are part of Kubernetes.
    static var kubernetesObjects: URL { folder.appending(path: "kubernetes") }
    /// Objects of Flux's types.
    static var fluxObjects: URL { folder.appending(path: "flux") }

    /// Keeps every object that was applied whole, each once. JSON is YAML too. A patch of some fields has no type.
    static func keep(_ requests: [ClusterRequest]) {
        let type = Data(#""apiVersion""#.utf8)
        for request in requests
        where request.verb == "patch" && request.fieldManager == "slipway" && request.body.contains(type) {
            guard known.withLock({ $0.insert(request.body).inserted }) else { continue }
            let folder = request.group.hasSuffix("toolkit.fluxcd.io") ? fluxObjects : kubernetesObjects
            try? request.body.write(to: folder.appending(path: "\(UUID().uuidString).yaml"))
        }
    }
}
