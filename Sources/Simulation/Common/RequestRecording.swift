import Foundation

/// A JSON-lines file with every request: `method`, `path`, `query`, `route`, `status`, `body`. For checks against
/// published schemas.
struct RequestRecording: Sendable {
    private struct Line: Encodable {
        let method: String
        let path: String
        let query: String
        let route: String?
        let status: Int?
        let body: JSONValue
    }

    let file: String

    /// Appends one line. A file that cannot be written is given up silently: recording must not disturb what it
    /// records.
    func append(_ request: RecordedRequest) {
        let body: JSONValue = (try? JSONValue(parsing: request.body.utf8)) ?? .string(request.body)
        let line = Line(
            method: request.method, path: request.path, query: request.query, route: request.route,
            status: request.status, body: body)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard var data = try? encoder.encode(line) else { return }
        data.append(UInt8(ascii: "\n"))
        // Several simulators, in several processes, may write to one file: each line is appended by one write.
        let descriptor = open(file, O_WRONLY | O_APPEND | O_CREAT, 0o644)
        guard descriptor >= 0 else { return }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try? handle.write(contentsOf: data)
    }
}
