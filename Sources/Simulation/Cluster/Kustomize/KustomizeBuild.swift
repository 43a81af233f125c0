import Foundation

/// Builds an overlay as `kubectl kustomize` does, as far as the project's templates and common applications need it:
/// resources, namePrefix and nameSuffix, namespace, labels, annotations, images, replicas, patches.
struct KustomizeBuild: Sendable {
    /// Contents by path from the root.
    let files: [String: Data]

    private static let fileNames = ["kustomization.yaml", "kustomization.yml", "Kustomization"]

    /// Builds a folder.
    /// - Parameter amend: changes the folder's kustomization before it is used.
    func build(_ folder: String, amend: (inout JSONValue) -> Void = { _ in }) throws(KustomizeFailure) -> [JSONValue] {
        try layer(Self.normal(folder), amend: amend, within: []).map(\.object)
    }

    /// Whether there is such a folder.
    func hasFolder(_ path: String) -> Bool {
        let folder = Self.normal(path)
        return folder.isEmpty || files.keys.contains { $0.hasPrefix(folder + "/") }
    }

    // MARK: Layers

    private func layer(
        _ folder: String, amend: (inout JSONValue) -> Void, within outer: Set<String>
    ) throws(KustomizeFailure) -> [Manifest] {
        guard !outer.contains(folder) else { throw KustomizeFailure("cycle detected: \(folder)") }
        var kustomization = try kustomization(in: folder)
        amend(&kustomization)
        var manifests: [Manifest] = []
        for entry in kustomization.list("resources").compactMap(\.string)
            + kustomization.list("components").compactMap(\.string)
        {
            let new = try resources(entry, in: folder, within: outer.union([folder]))
            for manifest in new {
                if let twin = manifests.first(where: { $0.isSame(as: manifest) }) {
                    throw KustomizeFailure(
                        "may not add resource with an already registered id: \(twin.kind).\(twin.object.name)")
                }
                manifests.append(manifest)
            }
        }
        try transform(&manifests, kustomization, folder: folder)
        return manifests
    }

    private func resources(
        _ entry: String, in folder: String, within outer: Set<String>
    ) throws(KustomizeFailure) -> [Manifest] {
        let path = Self.normal(folder.isEmpty ? entry : "\(folder)/\(entry)")
        guard let data = files[path] else {
            guard hasFolder(path), !path.isEmpty else {
                throw KustomizeFailure(
                    "accumulating resources: accumulation err='accumulating resources from '\(entry)': open /\(path): "
                        + "no such file or directory': must build at directory: not a valid directory: "
                        + "evalsymlink failure "
                        + "on '/\(path)' : lstat /\(path): no such file or directory")
            }
            return try layer(path, amend: { _ in }, within: outer)
        }
        return try parse(data, path: path).map(Manifest.init)
    }

    private func parse(_ data: Data, path: String) throws(KustomizeFailure) -> [JSONValue] {
        do {
            return try JSONValue.documents(yaml: String(decoding: data, as: UTF8.self)).flatMap { document in
                document.kind == "List" ? document.list("items") : [document]
            }
        } catch {
            throw KustomizeFailure(
                "accumulating resources: accumulation err='accumulating resources from '\(path)': MalformedYAMLError: "
                    + "\(error) in File: \(path)'")
        }
    }

    /// The kustomization of a folder; a folder without one gets one made of its manifests, as Flux does.
    private func kustomization(in folder: String) throws(KustomizeFailure) -> JSONValue {
        let prefix = folder.isEmpty ? "" : folder + "/"
        if let data = Self.fileNames.lazy.compactMap({ files[prefix + $0] }).first {
            return try parse(data, path: prefix + "kustomization.yaml").first ?? [:]
        }
        let manifests = files.keys.filter { path in
            path.hasPrefix(prefix) && [".yaml", ".yml"].contains { path.hasSuffix($0) }
        }
        guard !manifests.isEmpty else {
            throw KustomizeFailure("unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization'")
        }
        return ["resources": .array(manifests.sorted().map { .string(String($0.dropFirst(prefix.count))) })]
    }

    /// Without `.` and `..`.
    static func normal(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return parts.joined(separator: "/")
    }

    // MARK: Transformers, in the order of kustomize

    private func transform(
        _ manifests: inout [Manifest], _ kustomization: JSONValue, folder: String
    ) throws(KustomizeFailure) {
        for patch in try patches(kustomization, folder: folder) { try patch.apply(to: &manifests) }
        if let namespace = kustomization["namespace"]?.string { Transforms.setNamespace(&manifests, namespace) }
        Transforms.rename(
            &manifests, prefix: kustomization["namePrefix"]?.string ?? "",
            suffix: kustomization["nameSuffix"]?.string ?? "")
        for labels in kustomization.list("labels") {
            Transforms.label(
                &manifests, labels["pairs"]?.strings ?? [:], selectors: labels["includeSelectors"] == true,
                templates: labels["includeTemplates"] == true)
        }
        Transforms.label(&manifests, kustomization["commonLabels"]?.strings ?? [:], selectors: true, templates: true)
        Transforms.annotate(&manifests, kustomization["commonAnnotations"]?.strings ?? [:])
        for entry in kustomization.list("replicas") {
            try Transforms.scale(&manifests, name: entry["name"]?.string ?? "", count: entry["count"]?.int ?? 1)
        }
        Transforms.setImages(&manifests, kustomization.list("images"))
        NameReferences.follow(&manifests)
    }

    private func patches(_ kustomization: JSONValue, folder: String) throws(KustomizeFailure) -> [KustomizePatch] {
        var patches: [KustomizePatch] = []
        for entry in kustomization.list("patchesStrategicMerge").compactMap(\.string) {
            let text = entry.contains("\n") ? entry : try read(entry, in: folder)
            patches += try KustomizePatch.all(in: text, target: nil)
        }
        for entry in kustomization.list("patches") + kustomization.list("patchesJson6902") {
            let inline = entry["patch"]?.string
            let text = if let inline { inline } else { try read(entry["path"]?.string ?? "", in: folder) }
            patches += try KustomizePatch.all(in: text, target: entry["target"].map { PatchTarget($0) })
        }
        return patches
    }

    private func read(_ entry: String, in folder: String) throws(KustomizeFailure) -> String {
        let path = Self.normal(folder.isEmpty ? entry : "\(folder)/\(entry)")
        guard let data = files[path] else {
            throw KustomizeFailure(
                "failed to get the patch file from path(\(entry)): evalsymlink failure on '/\(path)'")
        }
        return String(decoding: data, as: UTF8.self)
    }
}

extension Manifest {
    /// The same kind, namespace and name.
    func isSame(as other: Manifest) -> Bool {
        kind == other.kind && object["apiVersion"] == other.object["apiVersion"] && object.name == other.object.name
            && object.namespace == other.object.namespace
    }
}
