import Foundation

/// Sets keys below `github` in the text of a configuration; comments and everything else stay as they are.
///
/// The text is changed by lines, and then read again: a result that does not say exactly what it should is not used.
struct ConfigurationEdit {
    /// How GitHub's credential and secrets are told: all of these go when others are set.
    static let credentialKeys = ["app", "token", "tokenFile", "webhookSecrets", "webhookSecretFiles"]
    private static let section = "github"

    let text: String
    /// For messages.
    let fileName: String

    /// The same text with these keys of `github`, and without what they replace.
    /// - Throws: ``StartFailure`` where the file is written in a way that cannot be changed by lines.
    func setting(_ entries: [(key: String, yaml: String)], removing keys: [String]) throws(StartFailure) -> String {
        let gone = Set(keys + entries.map(\.key))
        let changed = changed(entries, gone)
        let before = ConfigurationDocument(yaml: text, fileName: fileName)
        let after = ConfigurationDocument(yaml: changed, fileName: fileName)
        let wanted = ConfigurationDocument(
            yaml: "github:\n" + entries.map { "  \($0.key): \($0.yaml)\n" }.joined(), fileName: fileName)
        let kept = before.values.filter { !Self.isOf($0.key, gone) }
        let expected = kept.merging(wanted.values) { $1 }
        guard after.values.mapValues(\.words) == expected.mapValues(\.words),
            after.problems.count <= before.problems.count
        else {
            throw StartFailure(
                "\(fileName) is written in a way that cannot be added to without changing the rest of it.",
                whatToDo: "Write `github:` on a line of its own with its keys below it, each on its own line.")
        }
        return changed
    }

    /// What of these keys is set already, with its place.
    func present(_ keys: [String]) -> String? {
        let values = ConfigurationDocument(yaml: text, fileName: fileName).values
        return values.keys.sorted().first { Self.isOf($0, Set(keys)) }
    }

    /// These keys of `github` as they can be set again.
    func entries(of keys: [String]) -> [(key: String, yaml: String)] {
        let values = ConfigurationDocument(yaml: text, fileName: fileName).values
        return keys.compactMap { key in
            let path = "\(Self.section).\(key)"
            if let value = values[path] { return (key, value.yaml) }
            let below = values.filter { $0.key.hasPrefix(path + ".") }.sorted { $0.key < $1.key }
            guard !below.isEmpty else { return nil }
            let members = below.map { "\($0.key.dropFirst(path.count + 1)): \($0.value.yaml)" }
            return (key, "{ \(members.joined(separator: ", ")) }")
        }
    }

    private static func isOf(_ path: String, _ keys: Set<String>) -> Bool {
        let parts = path.split(separator: ".")
        return parts.count > 1 && parts[0] == section && keys.contains(String(parts[1]))
    }

    private func changed(_ entries: [(key: String, yaml: String)], _ gone: Set<String>) -> String {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard let head = lines.firstIndex(where: { $0.wholeMatch(of: /github:\s*(#.*)?/) != nil }) else {
            let body = entries.map { "  \($0.key): \($0.yaml)\n" }.joined()
            return text + (text.isEmpty || text.hasSuffix("\n") ? "" : "\n") + "\ngithub:\n" + body
        }
        let end = lines[(head + 1)...].firstIndex { !$0.isEmpty && !" #\t-".contains($0.prefix(1)) } ?? lines.endIndex
        let block = lines[(head + 1)..<end]
        let indent = block.first { !$0.isBlankOrComment }?.indent ?? 2
        var kept: [String] = []
        var isGoing = false
        for line in block {
            if !line.isBlankOrComment, line.indent <= indent,
                !line.hasPrefix(String(repeating: " ", count: indent) + "-")
            {
                isGoing = gone.contains(line.keyName)
            }
            if !isGoing || line.isBlankOrComment { kept.append(line) }
        }
        let margin = String(repeating: " ", count: indent)
        lines.replaceSubrange((head + 1)..<end, with: entries.map { "\(margin)\($0.key): \($0.yaml)" } + kept)
        return lines.joined(separator: "\n")
    }
}

extension String {
    /// As JSON, which is YAML: whatever is in it, it stays one text.
    var yamlQuoted: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
    }

    fileprivate var indent: Int { prefix { $0 == " " }.count }

    fileprivate var isBlankOrComment: Bool {
        let text = drop { $0 == " " || $0 == "\t" || $0 == "\r" }
        return text.isEmpty || text.hasPrefix("#")
    }

    /// What stands before the colon.
    fileprivate var keyName: String {
        prefix { $0 != ":" }.trimmingCharacters(in: CharacterSet(charactersIn: " \"'"))
    }
}

extension ConfigurationValue {
    /// As JSON, which is YAML too.
    fileprivate var yaml: String {
        switch content {
        case .text(let text): text.yamlQuoted
        case .list(let items): "[ \(items.map(\.text.yamlQuoted).joined(separator: ", ")) ]"
        case .amounts(let amounts):
            "{ \(amounts.map { "\($0.name.yamlQuoted): \($0.text.yamlQuoted)" }.joined(separator: ", ")) }"
        case .rules: "[]"
        }
    }

    /// What was written, without its place.
    fileprivate var words: [String] {
        switch content {
        case .text(let text): [text]
        case .list(let items): items.map(\.text)
        case .amounts(let amounts): amounts.map { "\($0.name)=\($0.text)" }
        case .rules(let rules):
            rules.map { rule in rule.entries.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.text)" }.description
            }
        }
    }
}
