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
        if !FileManager.default.fileExists(atPath: file) {
            _ = FileManager.default.createFile(atPath: file, contents: nil)
        }
        guard let handle = FileHandle(forWritingAtPath: file) else { return }
        defer { try? handle.close() }
        _ = try? handle.seekToEnd()
        try? handle.write(contentsOf: data)
    }
}
