import Foundation

/// The commands of the pages that tell how Slipway is installed.
struct InstallGuide {
    static let pages = ["README.md", "Deploy/README.md"]

    let text: String

    init(_ page: String = "Deploy/README.md") throws {
        text = try String(contentsOf: PackageRoot.url.appending(path: page), encoding: .utf8)
    }

    /// The lines of its blocks of commands, those that go on put together.
    var lines: [String] {
        var lines: [String] = []
        var isBlock = false
        var isContinued = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let words = line.trimmingCharacters(in: .whitespaces)
            if words.hasPrefix("```") {
                isBlock.toggle()
            } else if isBlock, !words.isEmpty {
                let part = words.hasSuffix("\\") ? words.dropLast().trimmingCharacters(in: .whitespaces) : words
                if isContinued, let last = lines.indices.last {
                    lines[last] += " " + part
                } else {
                    lines.append(part)
                }
                isContinued = words.hasSuffix("\\")
            }
        }
        return lines
    }

    /// What is given to `slipway` in lines that run it, without comments and redirections.
    var commands: [[String]] {
        lines.compactMap { line in
            let command = /^(?:runuser -u \w+ -- )?(?:\S*\/)?slipway (?<rest>[^|>#]*)/
            guard let match = line.firstMatch(of: command) else { return nil }
            let quotes = CharacterSet(charactersIn: "\"'")
            let words = match.rest.split(separator: " ").map { $0.trimmingCharacters(in: quotes) }
            // `slipway init   writes it …` explains a command.
            return line.contains("  ") && !line.contains("#") ? nil : words
        }
    }

    func command(_ beginning: String...) throws -> [String] {
        guard let found = commands.first(where: { $0.starts(with: beginning) }) else {
            throw Unexpected("the page has no command slipway \(beginning.joined(separator: " "))")
        }
        return found
    }
}

extension [String] {
    /// The same command with another value of an option, which is added if it is not there.
    func with(_ option: String, _ value: String) -> [String] {
        guard let index = firstIndex(of: option), indices.contains(index + 1) else { return self + [option, value] }
        var changed = self
        changed[index + 1] = value
        return changed
    }
}
