import AsyncHTTPClient
import Foundation
import NIOCore

/// The lines of one watch request, as they arrive.
struct WatchedLines {
    /// What arrived together.
    struct Arrival {
        var changes: [Observation.Change] = []
        /// Where a watch goes on after this.
        var version: String?
        /// What ended it.
        var error: KubernetesError?
    }

    private let source: Observation
    private let request: Request
    private var lines: LineSplitter
    private var body: HTTPClientResponse.Body.AsyncIterator?

    init(source: Observation, request: Request) {
        self.source = source
        self.request = request
        lines = LineSplitter(limit: source.client.options.maximumEventBytes)
    }

    /// - Returns: nil when the server ended the watch.
    mutating func next() async throws -> Arrival? {
        do {
            if body == nil { body = try await source.client.open(request).body.makeAsyncIterator() }
            while let chunk = try await body?.next() {
                lines.append(chunk)
                let arrival = try takeLines()
                if !arrival.changes.isEmpty || arrival.version != nil || arrival.error != nil { return arrival }
            }
            if Task.isCancelled { throw CancellationError() }
            return nil
        } catch let error as JSONCursor.Malformed {
            throw source.client.unreadable(error, request.call)
        } catch {
            throw try source.client.failure(error, request.call)
        }
    }

    private mutating func takeLines() throws -> Arrival {
        var arrival = Arrival()
        while arrival.error == nil, let line = try lines.next() {
            if line.readableBytes > 0 { try read(line, into: &arrival) }
        }
        return arrival
    }

    private func read(_ line: ByteBuffer, into arrival: inout Arrival) throws {
        var cursor = JSONCursor(Array(line.readableBytesView))
        var type = ""
        var raw: [UInt8] = []
        try cursor.object { cursor, key in
            switch key {
            case "type": type = try cursor.text() ?? ""
            case "object": raw = try cursor.raw()
            default: break
            }
        }
        if type == "ERROR" {
            let status = try JSONDecoder().decode(StatusBody.self, from: Data(raw))
            arrival.error = KubernetesError(call: request.call, event: status)
            return
        }
        var content = JSONCursor(raw)
        let object = try ObservedObject(from: &content, manager: source.manager)
        switch type {
        case "ADDED", "MODIFIED": arrival.changes.append(.present(object))
        case "DELETED": arrival.changes.append(.gone(object))
        case "BOOKMARK": break
        default: return
        }
        arrival.version = object.resourceVersion
    }
}

extension Observation {
    func watch(from version: String) -> WatchedLines {
        let query =
            selector.query + [
                ("watch", "true"), ("allowWatchBookmarks", "true"), ("resourceVersion", version),
                ("timeoutSeconds", String(Swift.max(1, client.options.watchDuration.components.seconds))),
            ]
        let request = Request(
            call: call(.watch), method: .get, path: ResourcePath(resource, namespace: namespace).text(query: query),
            accept: extent == .metadata ? Request.metadataOnly : Request.json)
        return WatchedLines(source: self, request: request)
    }
}
