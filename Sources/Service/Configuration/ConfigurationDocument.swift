import Yams

/// Walks a YAML document along ``ConfigurationKey`` and collects values and problems with their places.
struct ConfigurationDocument {
    private(set) var values: [String: ConfigurationValue] = [:]
    private(set) var problems: [ConfigurationProblem] = []
    /// It could not be read at all, so that nothing can be said of what it lacks.
    private(set) var isNoYAML = false
    private let place: @Sendable (Mark?) -> ConfigurationPlace

    /// - Parameter fileName: how the file is called in messages.
    init(yaml: String, fileName: String) {
        self.init { .file(name: fileName, line: $0?.line ?? 1, column: $0?.column ?? 1) }
        guard let node = compose(yaml, named: fileName), !node.isAbsent else { return }
        read(node, as: .root, path: "")
    }

    /// A list of rules as the value of an environment variable or a flag.
    init(rules yaml: String, as shape: RuleShape, place: ConfigurationPlace) {
        self.init { _ in place }
        guard let node = compose(yaml, named: place.description) else { return }
        read(node, as: .rules(shape), path: shape.list)
    }

    /// Names with their amounts as the value of an environment variable or a flag.
    init(amounts yaml: String, place: ConfigurationPlace) {
        self.init { _ in place }
        guard let node = compose(yaml, named: place.description) else { return }
        read(node, as: .amounts, path: "")
    }

    private init(place: @escaping @Sendable (Mark?) -> ConfigurationPlace) {
        self.place = place
    }

    private mutating func compose(_ yaml: String, named name: String) -> Node? {
        do {
            return try Yams.compose(yaml: yaml)
        } catch let error as YamlError {
            problems.append(error.configurationProblem(fileName: name))
        } catch {
            problems.append(.init(place: name, what: "it is not YAML: \(error).", whatToDo: "Correct the file."))
        }
        isNoYAML = true
        return nil
    }

    private mutating func read(_ node: Node, as key: ConfigurationKey, path: String) {
        switch key {
        case .section(let entries): readSection(node, entries, path: path)
        case .scalar: readScalar(node, path: path)
        case .list: readList(node, path: path)
        case .rules(let shape): readRules(node, shape)
        case .amounts: readAmounts(node, path: path)
        }
    }

    private mutating func readSection(
        _ node: Node, _ entries: [(name: String, key: ConfigurationKey)], path: String
    ) {
        guard let mapping = node.mapping else {
            let name = path.isEmpty ? "the configuration" : path
            return report(
                node, "\(name) should hold keys, each on its own line.",
                "Write the keys below it: \(entries.map(\.name).joined(separator: ", ")).")
        }
        for (keyNode, value) in mapping {
            let name = keyNode.string ?? ""
            if let key = entries.first(where: { $0.name == name })?.key {
                if !value.isAbsent { read(value, as: key, path: path.isEmpty ? name : "\(path).\(name)") }
            } else {
                reportUnknown(keyNode, name, among: entries.map(\.name), in: path)
            }
        }
    }

    private mutating func readScalar(_ node: Node, path: String) {
        guard let scalar = node.scalar else {
            return report(node, "\(path) should be a single value.", "Write it as \(path.lastWord): value.")
        }
        values[path] = .init(content: .text(scalar.string), place: place(node.mark))
    }

    private mutating func readList(_ node: Node, path: String) {
        let items = node.sequence?.map { ($0.scalar?.string, place($0.mark)) }
        guard let items, items.allSatisfy({ $0.0 != nil }) else {
            return report(
                node, "\(path) should be a list of texts.", "Write it as \(path.lastWord): [ \"one\", \"two\" ].")
        }
        let texts = items.map { (text: $0.0 ?? "", place: $0.1) }
        values[path] = .init(content: .list(texts), place: place(node.mark))
    }

    private mutating func readAmounts(_ node: Node, path: String) {
        guard let mapping = node.mapping, mapping.allSatisfy({ $0.value.scalar != nil }) else {
            let name = path.isEmpty ? "this" : path
            return report(
                node, "\(name) should hold names with their amounts.", "Write each as a line of its own: pods: 10.")
        }
        let entries = mapping.filter { !$0.value.isAbsent }.map { key, value in
            (name: key.string ?? "", text: value.scalar?.string ?? "", place: place(value.mark))
        }
        values[path] = .init(content: .amounts(entries), place: place(node.mark))
    }

    private mutating func readRules(_ node: Node, _ shape: RuleShape) {
        guard let sequence = node.sequence else {
            return report(
                node, "\(shape.list) should be a list of rules.", "Write each as: \(shape.example).")
        }
        let rules = sequence.compactMap { readRule($0, shape) }
        values[shape.list] = .init(content: .rules(rules), place: place(node.mark))
    }

    private mutating func readRule(_ node: Node, _ shape: RuleShape) -> ConfigurationRule? {
        guard let mapping = node.mapping else {
            report(
                node, "a rule of \(shape.list) should hold \(shape.essentials).", "Write it as: \(shape.example).")
            return nil
        }
        var rule = ConfigurationRule(entries: [:], place: place(node.mark))
        for (keyNode, value) in mapping {
            let name = keyNode.string ?? ""
            if shape.takesLimits, let key = ConfigurationKey.limits.first(where: { $0.name == name })?.key {
                if !value.isAbsent { rule.limits.merge(readLimits(value, as: key, path: name)) { $1 } }
            } else if !shape.keys.contains(name) {
                let known = shape.keys + (shape.takesLimits ? ConfigurationKey.limits.map(\.name) : [])
                reportUnknown(keyNode, name, among: known, in: shape.list)
            } else if let scalar = value.scalar {
                if !value.isAbsent { rule.entries[name] = (scalar.string, place(value.mark)) }
            } else {
                report(value, "\(name) of a rule should be a single value.", "Write it as \(name): value.")
            }
        }
        return rule
    }

    /// A part of a rule that is written like a part of the whole configuration.
    private mutating func readLimits(
        _ node: Node, as key: ConfigurationKey, path: String
    ) -> [String: ConfigurationValue] {
        var part = ConfigurationDocument(place: place)
        part.read(node, as: key, path: path)
        problems += part.problems
        return part.values
    }

    private mutating func report(_ node: Node, _ what: String, _ whatToDo: String) {
        problems.append(.init(place: place(node.mark).description, what: what, whatToDo: whatToDo))
    }

    private mutating func reportUnknown(_ node: Node, _ name: String, among names: [String], in path: String) {
        let remedy =
            Spelling.nearest(to: name, in: names).map { "Did you mean \"\($0)\"?" }
            ?? "The keys here are: \(names.joined(separator: ", "))."
        report(node, "unknown key \"\(name)\"\(path.isEmpty ? "" : " in \(path)").", remedy)
    }
}

extension Node {
    /// Nothing was written after the key, or a YAML null.
    fileprivate var isAbsent: Bool { null != nil }
}

extension String {
    fileprivate var lastWord: String { split(separator: ".").last.map(String.init) ?? self }
}

extension YamlError {
    fileprivate func configurationProblem(fileName: String) -> ConfigurationProblem {
        let remedy = "Correct the YAML there; spaces indent, tabs do not."
        switch self {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            let place = "\(fileName):\(mark.line):\(mark.column)"
            return .init(place: place, what: "this is not YAML: \(problem).", whatToDo: remedy)
        case .duplicatedKeysInMapping(let duplicates, let context):
            return .init(
                place: "\(fileName):\(context.mark.line):\(context.mark.column)",
                what: "the key \"\(duplicates.joined(separator: "\", \""))\" is written twice.",
                whatToDo: "Remove one of them.")
        default:
            return .init(place: fileName, what: "this is not YAML: \(self).", whatToDo: remedy)
        }
    }
}
