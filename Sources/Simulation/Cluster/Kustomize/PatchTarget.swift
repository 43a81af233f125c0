import Foundation

/// Which objects a patch is for.
struct PatchTarget: Sendable {
    private let group: String?
    private let version: String?
    private let kind: String?
    private let name: String?
    private let namespace: String?
    private let labels: String?

    init(_ target: JSONValue) {
        group = target["group"]?.string
        version = target["version"]?.string
        kind = target["kind"]?.string
        name = target["name"]?.string
        namespace = target["namespace"]?.string
        labels = target["labelSelector"]?.string
    }

    /// The object a strategic merge patch without target names itself.
    init(namedBy patch: JSONValue) {
        let parts = (patch["apiVersion"]?.string ?? "").split(separator: "/").map(String.init)
        group = parts.count == 2 ? parts[0] : ""
        version = parts.last
        kind = patch.kind
        name = NSRegularExpression.escapedPattern(for: patch.name)
        namespace = nil
        labels = nil
    }

    func matches(_ manifest: Manifest) -> Bool {
        let parts = (manifest.object["apiVersion"]?.string ?? "").split(separator: "/").map(String.init)
        let actualGroup = parts.count == 2 ? parts[0] : ""
        if let group, !matches(group, actualGroup) { return false }
        if let version, !matches(version, parts.last ?? "") { return false }
        if let kind, !matches(kind, manifest.kind) { return false }
        if let name, !manifest.names.contains(where: { matches(name, $0) }) { return false }
        if let namespace, !matches(namespace, manifest.object.namespace) { return false }
        guard let labels else { return true }
        return (try? LabelSelector(labels))?.matches(manifest.object) ?? false
    }

    /// Regular expressions that must match the whole.
    private func matches(_ pattern: String, _ text: String) -> Bool {
        pattern == text || text.range(of: "^(?:\(pattern))$", options: .regularExpression) != nil
    }
}
