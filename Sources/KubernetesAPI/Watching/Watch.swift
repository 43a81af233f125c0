import AsyncHTTPClient
import Foundation
import NIOCore
import NIOFoundationCompat

/// One watch request: the events since a version, until the server ends it (normal, after some minutes).
///
/// Ends with ``KubernetesError`` when it is refused, breaks, or grew too old (`gone`). To go on for ever, use
/// ``Observation``.
public struct Watch<Object: KubernetesObject>: AsyncSequence, Sendable {
    public typealias Element = WatchEvent<Object>

    let client: KubernetesClient
    let request: Request

    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(client: client, request: request)
    }

    public struct AsyncIterator: AsyncIteratorProtocol {
        private let client: KubernetesClient
        private let request: Request
        private var lines: LineSplitter
        private var body: HTTPClientResponse.Body.AsyncIterator?
        private var isFinished = false

        init(client: KubernetesClient, request: Request) {
            self.client = client
            self.request = request
            self.lines = LineSplitter(limit: client.options.maximumEventBytes)
        }

        public mutating func next() async throws -> WatchEvent<Object>? {
            guard !isFinished else { return nil }
            do {
                if body == nil { body = try await client.open(request).body.makeAsyncIterator() }
                while let line = try await nextLine() {
                    if let event = try decoded(line) { return event }
                }
                isFinished = true
                if Task.isCancelled { throw CancellationError() }
                return nil
            } catch {
                isFinished = true
                body = nil
                throw try client.failure(error, request.call)
            }
        }

        private mutating func nextLine() async throws -> ByteBuffer? {
            while true {
                if let line = try lines.next() { return line }
                guard let chunk = try await body?.next() else { return lines.rest() }
                lines.append(chunk)
            }
        }

        private func decoded(_ line: ByteBuffer) throws -> WatchEvent<Object>? {
            guard line.readableBytes > 0 else { return nil }
            switch try JSONDecoder().decode(WatchLine<Object>.self, from: line) {
            case .event(let event): return event
            case .error(let status): throw KubernetesError(call: request.call, event: status)
            case .unknown: return nil
            }
        }
    }
}
