/// One patch of a kustomization.
struct KustomizePatch: Sendable {
    private let body: JSONValue
    private let target: PatchTarget

    /// The patches in a text: a list of JSON patch operations, or strategic merge patches, one a document.
    static func all(in text: String, target: PatchTarget?) throws(KustomizeFailure) -> [KustomizePatch] {
        guard let documents = try? JSONValue.documents(yaml: text) else {
            throw KustomizeFailure("unable to parse SM or JSON patch from \(text)")
        }
        return documents.map { KustomizePatch(body: $0, target: target ?? PatchTarget(namedBy: $0)) }
    }

    func apply(to manifests: inout [Manifest]) throws(KustomizeFailure) {
        var result: [Manifest] = []
        var found = false
        for manifest in manifests {
            guard target.matches(manifest) else {
                result.append(manifest)
                continue
            }
            found = true
            if let object = try patched(manifest.object) {
                var manifest = manifest
                manifest.object = object
                result.append(manifest)
            }
        }
        if !found, body.object != nil, !body.name.isEmpty {
            throw KustomizeFailure(
                "no resource matches strategic merge patch \"\(body.kind).\(body.name)\": no matches for Id "
                    + "\(body.kind).\(body.name); failed to find unique target for patch")
        }
        manifests = result
    }

    private func patched(_ object: JSONValue) throws(KustomizeFailure) -> JSONValue? {
        if body.array != nil { return try JSONPatch(body).apply(to: object) }
        var patch = body
        // Names are not changed by a patch, but its own name may be an older one.
        patch["metadata", "name"] = object["metadata", "name"]
        patch["metadata", "namespace"] = object["metadata", "namespace"]
        return StrategicMerge.merge(patch, into: object, prepends: true)
    }
}
