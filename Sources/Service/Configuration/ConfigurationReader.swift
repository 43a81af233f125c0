import Automations
import Foundation
import Redaction

/// Turns written values into typed ones and collects every problem on the way, so that all are told at once.
struct ConfigurationReader {
    let values: [String: ConfigurationValue]
    /// The folder relative paths of the file start at.
    let fileFolder: String
    let workingFolder: String
    let home: String?
    private(set) var problems: [ConfigurationProblem] = []

    init(values: [String: ConfigurationValue], fileFolder: String, workingFolder: String, home: String?) {
        self.values = values
        self.fileFolder = fileFolder
        self.workingFolder = workingFolder
        self.home = home
    }

    mutating func report(_ place: ConfigurationPlace?, _ what: String, _ whatToDo: String) {
        problems.append(.init(place: place?.description, what: what, whatToDo: whatToDo))
    }

    mutating func text(_ path: String) -> String? {
        guard let value = values[path], case .text(let raw) = value.content else { return nil }
        let text = raw.trimmingCharacters(in: .whitespaces)
        guard text.isEmpty else { return text }
        report(value.place, "\(path) is empty.", "Give it a value, or remove the key.")
        return nil
    }

    /// A value that `parse` understands; otherwise a problem that says what would be right.
    mutating func parsed<Value>(
        _ path: String, _ shouldBe: String, parse: (String) -> Value?
    ) -> Value? {
        guard let text = text(path) else { return nil }
        if let value = parse(text) { return value }
        report(values[path]?.place, "\(path) is \"\(text)\".", "It should be \(shouldBe).")
        return nil
    }

    mutating func choice<Value: RawRepresentable & CaseIterable>(_ path: String) -> Value?
    where Value.RawValue == String {
        let names = Value.allCases.map(\.rawValue)
        guard let text = text(path) else { return nil }
        if let value = Value(rawValue: text) { return value }
        let meant = Spelling.nearest(to: text, in: names).map { " Did you mean \"\($0)\"?" } ?? ""
        report(
            values[path]?.place, "\(path) is \"\(text)\".",
            "It should be one of \(names.joined(separator: ", ")).\(meant)")
        return nil
    }

    mutating func address(_ path: String, default text: String) -> SocketAddress {
        let fallback = SocketAddress(text) ?? SocketAddress(host: "127.0.0.1", port: 0)
        return parsed(path, "HOST:PORT, such as \(text), with a port up to 65535", parse: SocketAddress.init)
            ?? fallback
    }

    /// An http or https URL without a trailing slash.
    mutating func url(_ path: String, example: String) -> String? {
        parsed(path, "an http or https URL such as \(example)") { text in
            guard let url = URLComponents(string: text), ["http", "https"].contains(url.scheme),
                url.host?.isEmpty == false,
                url.user == nil, url.query == nil
            else { return nil }
            return String(text.reversed().drop { $0 == "/" }.reversed())
        }
    }

    mutating func path(_ key: String) -> String? {
        guard let text = text(key), let value = values[key] else { return nil }
        return absolute(text, isFile: value.place.isFile)
    }

    func absolute(_ path: String, isFile: Bool) -> String {
        if path == "~" || path.hasPrefix("~/"), let home { return home + path.dropFirst() }
        if path.hasPrefix("/") { return path }
        let folder = isFile ? fileFolder : workingFolder
        return URL(fileURLWithPath: path, relativeTo: URL(fileURLWithPath: folder, isDirectory: true))
            .standardizedFileURL.path
    }

    /// Which of two keys that exclude each other holds: the one written in the stronger place.
    mutating func chosen(_ first: String, _ second: String) -> String? {
        guard let left = values[first] else { return values[second] == nil ? nil : second }
        guard let right = values[second] else { return first }
        if left.place.rank != right.place.rank { return left.place.rank > right.place.rank ? first : second }
        report(right.place, "\(first) and \(second) are both set.", "Keep one of them.")
        return first
    }

    /// A secret, given as a value under `key` or in the file named by `fileKey`.
    mutating func secret(_ key: String, file fileKey: String, subject: String) -> Redacted? {
        guard let chosen = chosen(key, fileKey) else { return nil }
        if chosen == key { return text(key).map(Redacted.init) }
        guard let path = path(fileKey) else { return nil }
        return contents(of: .init(subject: subject, path: path, key: fileKey), place: values[fileKey]?.place)
    }

    /// The file of a secret, or the key and the place where its value is written.
    func secretPlace(_ key: String, file fileKey: String) -> String? {
        let (value, file) = (values[key], values[fileKey])
        if let value, value.place.rank >= file?.place.rank ?? -1 { return "\(key) (\(value.place))" }
        guard let file, case .text(let path) = file.content else { return nil }
        return absolute(path, isFile: file.place.isFile)
    }

    /// The same, which may be read again later.
    mutating func liveSecret(_ key: String, file fileKey: String, subject: String) -> LiveSecret? {
        guard let secret = secret(key, file: fileKey, subject: subject) else { return nil }
        let told = problems
        defer { problems = told }
        return LiveSecret(secret, file: chosen(key, fileKey) == fileKey ? path(fileKey) : nil)
    }

    mutating func contents(of file: SecretFile, place: ConfigurationPlace?) -> Redacted? {
        do {
            return try file.read()
        } catch {
            problems.append(file.problem(error, place: nil))
            return nil
        }
    }

    func list(_ path: String) -> [(text: String, place: ConfigurationPlace)] {
        guard case .list(let items)? = values[path]?.content else { return [] }
        return items
    }
}
