import Yams

extension TemplateError {
    /// What YAML and Codable have to say about a template.yaml, in words and with the line where there is one.
    init(invalidManifest error: any Error) {
        let (reason, line) = Self.explain(error)
        self.init(.invalidManifest(reason: reason), file: TemplateManifest.fileName, line: line)
    }

    private static func explain(_ error: any Error) -> (reason: String, line: Int?) {
        switch error {
        case DecodingError.keyNotFound(let key, let context):
            (place(context.codingPath) + "the key \(key.stringValue) is missing", nil)
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
            (place(context.codingPath) + "the value has the wrong type", nil)
        case DecodingError.dataCorrupted(let context):
            if let cause = context.underlyingError as? YamlError {
                explain(cause)
            } else {
                (place(context.codingPath) + context.debugDescription, nil)
            }
        case let error as YamlError: explain(error)
        default: ("\(error)", nil)
        }
    }

    private static func explain(_ error: YamlError) -> (reason: String, line: Int?) {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            (problem, mark.line)
        default: ("\(error)", nil)
        }
    }

    private static func place(_ path: [any CodingKey]) -> String {
        path.isEmpty ? "" : path.map(\.stringValue).joined(separator: ".") + ": "
    }
}
