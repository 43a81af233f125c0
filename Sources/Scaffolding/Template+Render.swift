import Foundation

extension Template {
    /// Renders every file for a repository, sorted by path.
    /// - Parameters:
    ///   - project: what is known about the repository.
    ///   - values: values for the template's own ``variables``.
    /// - Throws: ``TemplateError`` for a value nobody asked for, a required one that is missing, or a path that leaves
    ///   the repository or collides with another.
    public func render(_ project: TemplateVariables, values: [String: String] = [:]) throws(TemplateError)
        -> [RenderedFile]
    {
        do {
            return try renderFiles(resolve(project.values, own: values))
        } catch {
            throw error.inside(template: name)
        }
    }

    private func renderFiles(_ values: [String: String]) throws -> [RenderedFile] {
        var rendered: [RenderedFile] = []
        for file in files where file.onlyWith.map({ values[$0] != nil }) ?? true {
            do { rendered.append(try file.render(values)) } catch { throw error.inside(file: file.path) }
        }
        if let (path, other) = RepositoryPath.collision(in: rendered.map(\.path)) {
            throw TemplateError(.collision(path, with: other))
        }
        return rendered.sorted { $0.path < $1.path }
    }

    /// Project values, then given ones, then defaults. Empty texts are dropped, since Mustache takes them for true.
    private func resolve(_ project: [String: String], own given: [String: String]) throws -> [String: String] {
        let known = Set(variables.map(\.name))
        if let stranger = given.keys.sorted().first(where: { !known.contains($0) }) {
            throw TemplateError(.unknownVariable(stranger, known: known.sorted()))
        }
        let project = project.filter { !$0.value.isEmpty }
        var values = project
        for variable in variables {
            let value = try given[variable.name] ?? variable.defaultValue.map { try TemplateText($0).render(project) }
            if let value, !value.isEmpty { values[variable.name] = value }
        }
        let required = (TemplateVariables.declared + variables).filter(\.required).map(\.name)
        if let name = required.first(where: { values[$0] == nil }) { throw TemplateError(.missingValue(name)) }
        for (name, value) in values.sorted(by: { $0.key < $1.key }) { try Self.checkPlain(value, of: name) }
        try Self.checkNoExpression(in: project)
        return values
    }

    /// A branch may be called `${{secrets.X}}`, and GitHub Actions evaluates that wherever it stands in a workflow. Values of the
    /// configuration may mean it.
    private static func checkNoExpression(in project: [String: String]) throws {
        for (name, value) in project.sorted(by: { $0.key < $1.key }) where value.contains("${{") {
            throw TemplateError(.unusableValue(name, reason: "holds ${{, which a workflow would evaluate"))
        }
    }

    /// Values end up inside quoted YAML and JSON, so what would end the quotation is refused rather than escaped.
    private static func checkPlain(_ value: String, of name: String) throws {
        if value.unicodeScalars.contains(where: \.breaksLines) {
            throw TemplateError(.unusableValue(name, reason: "is not one line of text"))
        }
        for forbidden in ["\"", "\\", TemplateTag.opening, TemplateTag.closing] where value.contains(forbidden) {
            throw TemplateError(.unusableValue(name, reason: "holds \(forbidden)"))
        }
    }
}

extension Unicode.Scalar {
    /// Control characters, and the separators that are line breaks to YAML.
    fileprivate var breaksLines: Bool {
        value < 0x20 || (0x7F...0x9F).contains(value) || value == 0x2028 || value == 0x2029
    }
}

extension TemplateFile {
    fileprivate func render(_ values: [String: String]) throws -> RenderedFile {
        let path = try TemplateText(path).render(values)
        if let objection = RepositoryPath.objection(to: path) {
            throw TemplateError(.unsafePath(path, reason: objection))
        }
        let untouched = RenderedFile(path: path, contents: contents, executable: executable)
        guard !raw, let text = untouched.text else { return untouched }
        let rendered = try TemplateText(text).render(values)
        return RenderedFile(path: path, contents: Data(rendered.utf8), executable: executable)
    }
}
