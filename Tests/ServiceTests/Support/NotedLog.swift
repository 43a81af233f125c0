import Logging

/// Notes what is logged: `level message key=value …`, keys in order.
struct NotedLog: LogHandler {
    let notes: Notes
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .debug

    static func logger(_ notes: Notes) -> Logger {
        Logger(label: "test") { _ in NotedLog(notes: notes) }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { $1 }
        let details = all.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
        notes.add("\(event.level) \(event.message)\(details)")
    }
}
