import Foundation

/// Lays a template over what it extends and checks the whole.
struct TemplateAssembly {
    private let name: String
    private let description: String
    private var variables: [String: TemplateManifest.Variable] = [:]
    private var files: [String: TemplateFile] = [:]

    /// - Parameter layers: the base first; the last one gives the name.
    init(_ layers: [TemplateLayer]) throws(TemplateError) {
        name = layers.last?.manifest.name ?? ""
        description = layers.last?.manifest.description ?? ""
        for layer in layers { try add(layer) }
    }

    func template() throws(TemplateError) -> Template {
        let variables = try declaredVariables()
        let known = Set((TemplateVariables.declared + variables).map(\.name))
        let files = files.values.sorted { $0.path < $1.path }
        for file in files {
            do { try file.check(declared: known) } catch { throw error.inside(file: file.path) }
        }
        return Template(name: name, description: description, variables: variables, files: files)
    }

    private mutating func add(_ layer: TemplateLayer) throws(TemplateError) {
        let manifest = layer.manifest
        for path in manifest.without { try change(path) { $0 = nil } }
        for (path, contents) in layer.files {
            files[path, default: TemplateFile(path: path, contents: contents)].contents = contents
        }
        for path in manifest.executable { try change(path) { $0?.executable = true } }
        for path in manifest.raw { try change(path) { $0?.raw = true } }
        for (variable, paths) in manifest.only {
            for path in paths { try change(path) { $0?.onlyWith = variable } }
        }
        for (name, variable) in manifest.variables { variables[name, default: .init()].override(with: variable) }
    }

    private mutating func change(_ path: String, _ body: (inout TemplateFile?) -> Void) throws(TemplateError) {
        guard files[path] != nil else {
            throw TemplateError(.missingFile(path: path), file: TemplateManifest.fileName)
        }
        body(&files[path])
    }

    private func declaredVariables() throws(TemplateError) -> [TemplateVariable] {
        let project = Set(TemplateVariables.declared.map(\.name))
        var declared: [TemplateVariable] = []
        for (name, variable) in variables.sorted(by: { $0.key < $1.key }) {
            if let reason = objection(to: name, variable, project: project) {
                throw TemplateError(.invalidManifest(reason: reason), file: TemplateManifest.fileName)
            }
            do { try variable.defaultValue.map { try TemplateText($0).check(declared: project) } } catch {
                throw TemplateError(.invalidManifest(reason: "the default of \(name): \(error.inside().whatHappened)"))
                    .inside(file: TemplateManifest.fileName)
            }
            declared.append(
                TemplateVariable(
                    name: name, description: variable.description ?? "", defaultValue: variable.defaultValue,
                    required: variable.required ?? false))
        }
        return declared
    }

    private func objection(
        to name: String, _ variable: TemplateManifest.Variable, project: Set<String>
    ) -> String? {
        if name.wholeMatch(of: /[A-Za-z][A-Za-z0-9]*/) == nil {
            return "the variable \(name) may only have letters and digits, a letter first"
        }
        if project.contains(name) { return "the variable \(name) is already one of every project" }
        return variable.description == nil ? "the variable \(name) has no description" : nil
    }
}

extension TemplateManifest.Variable {
    fileprivate mutating func override(with other: Self) {
        description = other.description ?? description
        defaultValue = other.defaultValue ?? defaultValue
        required = other.required ?? required
    }
}

extension TemplateFile {
    fileprivate func check(declared: Set<String>) throws {
        try TemplateText(path).check(declared: declared)
        if let onlyWith, !declared.contains(onlyWith) {
            throw TemplateError(
                .undeclaredVariable(onlyWith, known: declared.sorted()), file: TemplateManifest.fileName)
        }
        guard !raw, let text = RenderedFile(path: path, contents: contents).text else { return }
        try TemplateText(text).check(declared: declared)
    }
}
