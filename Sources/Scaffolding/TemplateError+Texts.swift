extension TemplateError: CustomStringConvertible {
    /// Where it happened: `template nextjs-15-app, k8s/base/ingress.yaml, line 4`.
    public var place: String {
        [template.map { "template \($0)" }, file, line.map { "line \($0)" }]
            .compactMap { $0 }.joined(separator: ", ")
    }

    public var description: String {
        (place.isEmpty ? "" : "\(place): ") + "\(whatHappened). \(whatToDo)."
    }

    /// One sentence without its full stop.
    public var whatHappened: String {
        switch problem {
        case .noLibrary(let places): "no folder of templates was found (looked at \(places.joined(separator: ", ")))"
        case .unreadable(let reason): "cannot be read: \(reason)"
        case .unknownTemplate(let known): "there is no such template (there are: \(known.listed))"
        case .invalidManifest(let reason): "template.yaml is not valid: \(reason)"
        case .extendsItself(let chain): "extends itself: \(chain.joined(separator: " → "))"
        case .missingFile(let path): "template.yaml names the file \(path), which is not there"
        case .undeclaredVariable(let name, let known):
            "uses the variable \(name), which is not declared\(hint(name, known))"
        case .unknownVariable(let name, let known): "has no variable \(name)\(hint(name, known))"
        case .missingValue(let name): "the required variable \(name) has no value"
        case .unusableValue(let name, let reason): "the value of \(name) \(reason)"
        case .leftoverDelimiter(let delimiter): "the delimiter \(delimiter) stands alone"
        case .unsupportedTag(let tag): "the tag \(tag) is not one that templates know"
        case .unbalancedSection(let name): "the section \(name) is not opened and closed in the same file"
        case .unsafePath(let path, let reason): "the path \(path) \(reason)"
        case .collision(let path, let other): "the path \(path) collides with \(other)"
        case .symbolicLink: "is a symbolic link"
        }
    }

    /// One sentence without its full stop.
    public var whatToDo: String {
        switch problem {
        case .noLibrary: "Set `templates` in slipway.yaml to the folder that holds them"
        case .unreadable: "Make it readable for this user, or correct `templates` in slipway.yaml"
        case .unknownTemplate: "Correct the name, or add a folder with a template.yaml to the templates"
        case .invalidManifest: "Correct template.yaml; docs/templates.md describes every key"
        case .extendsItself: "Remove one `extends` of the chain"
        case .missingFile: "Add the file or take it out of template.yaml"
        case .undeclaredVariable: "Declare it under `variables` in template.yaml, or correct the name"
        case .unknownVariable: "Correct the name, or leave the value out"
        case .missingValue(let name): "Give it a value (`--set \(name)=…`), or a `default` in template.yaml"
        case .unusableValue: "Give a value of one line without quotation marks, backslashes or delimiters"
        case .leftoverDelimiter: "Close the tag, or list the file under `raw` in template.yaml to copy it untouched"
        case .unsupportedTag: "Use <% name %>, <%# name %>, <%^ name %>, <%/ name %> or <%! comment %>"
        case .unbalancedSection: "Open it with <%# name %> or <%^ name %> and close it with <%/ name %>"
        case .unsafePath: "Rename the file, or give the variables in its path other values"
        case .collision: "Rename one of the two; file systems that ignore case cannot hold both"
        case .symbolicLink: "Replace it by a copy of the file it points to"
        }
    }

    private func hint(_ name: String, _ known: [String]) -> String {
        let near = known.filter { $0.lowercased().hasPrefix(name.lowercased().prefix(3)) }
        return near.isEmpty ? "" : " (did you mean \(near.listed)?)"
    }
}

extension [String] {
    fileprivate var listed: String { isEmpty ? "none" : sorted().joined(separator: ", ") }
}
