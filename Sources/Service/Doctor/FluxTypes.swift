import KubernetesAPI

/// Which of Flux's types that Slipway applies the cluster serves.
struct FluxTypes: Sendable {
    static let needed = [GitRepository.resource, Kustomization.resource]
    static let install = "flux install --components=source-controller,kustomize-controller"

    /// By API group: the versions that are served.
    let versions: [String: [String]]

    init(versions: [String: [String]]) {
        self.versions = versions
    }

    init(of cluster: KubernetesClient) async throws {
        var versions: [String: [String]] = [:]
        for type in Self.needed {
            versions[type.group] = try await cluster.versions(ofGroup: type.group)
        }
        self.init(versions: versions)
    }

    var areInstalled: Bool { Self.needed.contains { !versions[$0.group, default: []].isEmpty } }

    var finding: Finding {
        let missing = Self.needed.filter { versions[$0.group, default: []].isEmpty }
        guard missing.isEmpty else {
            let names = missing.map(\.kind).joined(separator: " and ")
            return .failure("The cluster does not know \(names): Flux is not installed.", Self.install)
        }
        let old = Self.needed.filter { !versions[$0.group, default: []].contains($0.version) }
        guard old.isEmpty else {
            let names = old.map { "\($0.kind) as \(versions[$0.group, default: []].joined(separator: ", "))" }
            return .failure(
                "The cluster serves \(names.joined(separator: ", ")) only: Flux is older than 2.0.", Self.install)
        }
        return .ok(Self.needed.map { "\($0.kind) \($0.version)" }.joined(separator: ", ") + ".")
    }
}
