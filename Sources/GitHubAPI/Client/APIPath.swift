/// A path below the API's base, and its template for metrics and logs.
///
/// Written as a string literal; every interpolated value is percent-encoded and can neither be empty nor leave its place.
struct APIPath: Sendable, Hashable, ExpressibleByStringInterpolation {
    private(set) var path: String
    /// The path with names in braces instead of values.
    private(set) var template: String
    /// A value was empty, `.` or `..`: the path must not be called.
    private(set) var isInvalid = false

    init(stringLiteral value: String) {
        path = value
        template = value
    }

    init(stringInterpolation: StringInterpolation) {
        self = stringInterpolation.result
    }

    func appending(_ more: APIPath) -> APIPath {
        var whole = self
        whole.path += more.path
        whole.template += more.template
        whole.isInvalid = isInvalid || more.isInvalid
        return whole
    }

    struct StringInterpolation: StringInterpolationProtocol {
        var result = APIPath(stringLiteral: "")

        init(literalCapacity: Int, interpolationCount: Int) {}

        mutating func appendLiteral(_ literal: String) {
            result.path += literal
            result.template += literal
        }

        mutating func appendInterpolation(_ name: RepositoryName) {
            appendInterpolation(name.owner, as: "owner")
            appendLiteral("/")
            appendInterpolation(name.name, as: "repo")
        }

        mutating func appendInterpolation(_ number: Int64, as name: String) {
            appendInterpolation(String(number), as: name)
        }

        /// One segment.
        mutating func appendInterpolation(_ value: String, as name: String) {
            result.append([Substring(value)], name: name)
        }

        /// Segments divided by slashes: a file's path, a ref.
        mutating func appendInterpolation(path: String, as name: String) {
            result.append(path.split(separator: "/", omittingEmptySubsequences: false), name: name)
        }
    }

    private mutating func append(_ segments: [Substring], name: String) {
        if segments.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." }) { isInvalid = true }
        path += segments.map { PercentEncoding.encode(String($0)) }.joined(separator: "/")
        template += "{" + name + "}"
    }
}
