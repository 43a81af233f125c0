/// Names and labels as Prometheus allows them.
enum MetricName {
    /// `http.requests` → `http_requests`; a leading digit gets an underscore.
    static func sanitised(_ label: String) -> String {
        let name = String(label.map { isAllowed($0) || $0 == ":" ? $0 : "_" })
        return name.first?.isNumber ?? true ? "_" + name : name
    }

    static func counter(_ label: String) -> String {
        let name = sanitised(label)
        return name.hasSuffix("_total") ? name : name + "_total"
    }

    static func timer(_ label: String) -> String {
        let name = sanitised(label)
        return name.hasSuffix("_seconds") ? name : name + "_seconds"
    }

    /// `{a="1",b="2"}`, sorted by label, or nothing.
    static func labels(_ dimensions: [(String, String)]) -> String {
        if dimensions.isEmpty { return "" }
        let pairs = dimensions.map { (sanitised($0).replacing(":", with: "_"), escaped($1)) }.sorted { $0.0 < $1.0 }
        return "{" + pairs.map { "\($0)=\"\($1)\"" }.joined(separator: ",") + "}"
    }

    private static func escaped(_ value: String) -> String {
        value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }

    private static func isAllowed(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || character == "_")
    }
}
