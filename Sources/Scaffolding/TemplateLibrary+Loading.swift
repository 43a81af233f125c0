import Foundation

extension TemplateLibrary {
    /// Reads a template with all it extends and checks it: every name it uses is declared, every file its
    /// `template.yaml` names exists.
    public func template(named name: String) throws(TemplateError) -> Template {
        let known = try names()
        guard known.contains(name) else { throw TemplateError(.unknownTemplate(known: known), template: name) }
        do {
            let layers = try layers(of: name)
            return try TemplateAssembly(layers).template()
        } catch {
            throw error.inside(template: name)
        }
    }

    /// The base first, then what extends it.
    private func layers(of name: String, above: [String] = []) throws(TemplateError) -> [TemplateLayer] {
        guard !above.contains(name) else { throw TemplateError(.extendsItself(chain: above + [name])) }
        let layer = try TemplateLayer(folder: "\(folder)/\(name)", name: name)
        guard let base = layer.manifest.extends else { return [layer] }
        guard Self.isPlainName(base), hasManifest(base) else {
            let reason = "extends \(base), but there is no folder \(base) with a template.yaml"
            throw TemplateError(.invalidManifest(reason: reason), file: TemplateManifest.fileName)
        }
        return try layers(of: base, above: above + [name]) + [layer]
    }

    private static func isPlainName(_ name: String) -> Bool {
        !name.isEmpty && !name.contains("/") && name != "." && name != ".."
    }
}
