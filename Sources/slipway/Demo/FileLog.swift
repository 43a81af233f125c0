import Foundation
import Logging
import Service

/// The log of the demo: a file, so that the terminal stays readable.
struct FileLog: LogHandler {
    private let file: FileHandle
    private let label: String
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .info

    private init(file: FileHandle, label: String) {
        self.file = file
        self.label = label
    }

    /// Sends all logs of the process into a new file.
    static func begin(_ path: String) throws -> Logger {
        guard let file = FileHandle(forWritingAtPath: path) else {
            throw StartFailure("cannot write the log \(path).", whatToDo: "Is there space left on the disk?")
        }
        LoggingSystem.bootstrap { FileLog(file: file, label: $0) }
        return Logger(label: "slipway")
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { $1 }
        let details = all.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
        let time = Date().formatted(.iso8601.time(includingFractionalSeconds: true))
        let line = "\(time) \(event.level) \(label): \(event.message)\(details)\n"
        // One write for one line: lines of several threads do not mix.
        try? file.write(contentsOf: Data(line.utf8))
    }
}
