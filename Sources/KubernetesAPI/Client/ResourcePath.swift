/// The path of a collection or of one object. Only the types for names can get into it.
struct ResourcePath {
    private let path: String

    init(_ resource: ResourceType, namespace: NamespaceName?, name: ObjectName? = nil) {
        let folder = namespace.map { "/namespaces/\(Self.encoded($0.text))" } ?? ""
        let object = name.map { "/\(Self.encoded($0.text))" } ?? ""
        path = "\(resource.groupVersionPath)\(folder)/\(resource.plural)\(object)"
    }

    func text(query: [(String, String)] = []) -> String {
        guard !query.isEmpty else { return path }
        return path + "?" + query.map { "\($0)=\(Self.encoded($1))" }.joined(separator: "&")
    }

    /// Everything but the unreserved characters of RFC 3986 as `%XX`.
    static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            let scalar = Unicode.Scalar(byte)
            let isPlain =
                scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
                || "-._~".unicodeScalars.contains(scalar)
            guard !isPlain else { return String(Character(scalar)) }
            let hex = String(byte, radix: 16, uppercase: true)
            return "%" + (hex.count == 1 ? "0" : "") + hex
        }.joined()
    }
}
