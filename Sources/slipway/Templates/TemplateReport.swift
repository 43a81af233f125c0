import Scaffolding

/// A template as `--json` shows it.
struct TemplateReport: Encodable {
    struct Variable: Encodable {
        let name: String
        let description: String
        let isRequired: Bool
    }

    let name: String
    let description: String
    let variables: [Variable]

    init(_ template: Template) {
        name = template.name
        description = template.description
        variables = template.variables.map {
            Variable(name: $0.name, description: $0.description, isRequired: $0.required)
        }
    }
}
