import GRDB

/// A part of the database to be told about.
public enum Topic: String, Sendable, CaseIterable {
    case deliveries, runs, outbox, projects

    var tables: [String] {
        switch self {
        case .deliveries: ["delivery"]
        case .runs: ["run"]
        case .outbox: ["outbox"]
        case .projects:
            ["project", "environment", "gitopsResource", "initialisationStep", "release", "releaseEnvironment"]
        }
    }
}

extension Database {
    /// Yields after every commit of this process that touched the topic. Commits that come while the reader is busy
    /// are told once. What other processes write is not told: look from time to time as well.
    public func changes(in topic: Topic) -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        guard let connection else { return stream }
        connection.asyncWriteWithoutTransaction { _ in
            let observation = DatabaseRegionObservation(tracking: topic.tables.map { Table($0) })
                .start(in: connection) { _ in
                    continuation.finish()
                } onChange: { _ in
                    continuation.yield()
                }
            continuation.onTermination = { _ in observation.cancel() }
            continuation.yield()
        }
        return stream
    }
}
