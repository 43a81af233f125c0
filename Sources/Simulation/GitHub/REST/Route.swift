import Foundation

/// One line of the API: a method, a pattern, who may, and what happens.
struct Route: Sendable {
    typealias Handle = @Sendable (isolated SimulatedGitHub, APIRequest) throws -> APIAnswer

    /// Who may call it.
    enum Access: Sendable {
        case anyone
        /// The App itself, with a JSON web token.
        case app
        /// An installation token.
        case installation
        /// Any token.
        case token
        /// Whoever has this permission on the repository in the path.
        case repository(String, PermissionLevel)
    }

    let method: String
    let pattern: String
    let access: Access
    /// Whether it creates content: then it counts for the secondary limit.
    let createsContent: Bool
    let handle: Handle
    private let segments: [Substring]

    init(
        _ method: String, _ pattern: String, _ access: Access, createsContent: Bool = false,
        handle: @escaping Handle
    ) {
        self.method = method
        self.pattern = pattern
        self.access = access
        self.createsContent = createsContent
        self.handle = handle
        segments = pattern.split(separator: "/")
    }

    /// The parameters if the path fits: `{name}` takes a segment, `{name...}` the rest.
    func match(_ method: String, _ path: [String]) -> [String: String]? {
        guard method == self.method else { return nil }
        var found: [String: String] = [:]
        for (index, segment) in segments.enumerated() {
            guard index < path.count else { return nil }
            if segment.hasPrefix("{"), segment.hasSuffix("...}") {
                found[String(segment.dropFirst().dropLast(4))] = path[index...].joined(separator: "/")
                return found
            }
            if segment.hasPrefix("{") {
                found[String(segment.dropFirst().dropLast())] = path[index]
            } else if segment != path[index] {
                return nil
            }
        }
        return segments.count == path.count ? found : nil
    }
}
