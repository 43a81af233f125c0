extension Error {
    /// The error with the template and file filled in where they are still open.
    func inside(template: String? = nil, file: String? = nil) -> TemplateError {
        guard let error = self as? TemplateError else {
            return TemplateError(.unreadable(reason: "\(self)"), template: template, file: file)
        }
        return TemplateError(
            error.problem, template: error.template ?? template, file: error.file ?? file, line: error.line)
    }
}
