import KubernetesAPI

extension IngressClassChoice {
    /// The class to name in manifests: for `auto` the cluster's default, else its only one, else none.
    func resolve(_ classes: () async throws -> [IngressClass]) async throws -> String? {
        switch self {
        case .none: return nil
        case .named(let name): return name
        case .auto:
            let classes = try await classes()
            let chosen = classes.first(where: \.isDefault) ?? (classes.count == 1 ? classes.first : nil)
            return chosen?.metadata.name.text
        }
    }
}
