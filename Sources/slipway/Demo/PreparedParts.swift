import Simulation

/// What every environment gets, and how much of it there is.
struct PreparedParts {
    private static let parts: [(kind: String, word: String)] = [
        ("Namespace", "namespace"), ("ServiceAccount", "deployer"), ("RoleBinding", "role binding"),
        ("ResourceQuota", "quota"), ("LimitRange", "limits"), ("NetworkPolicy", "network policy"),
        ("Secret", "secret"), ("GitRepository", "GitRepository"), ("Kustomization", "Kustomization"),
    ]
    private let environment: EnvironmentSight

    init(_ environment: EnvironmentSight) {
        self.environment = environment
    }

    /// Objects that Slipway made. The ServiceAccount `default` is Kubernetes' own, Slipway only adds to it.
    private func count(_ kind: String) -> Int {
        environment.all(kind).count { $0.labels["app.kubernetes.io/managed-by"] == "slipway" && $0.name != "default" }
    }

    /// For git and for the registry.
    private static func wanted(_ kind: String) -> Int { kind == "Secret" ? 2 : 1 }

    var isEmpty: Bool { Self.parts.allSatisfy { count($0.kind) == 0 } }

    var missing: [String] { Self.parts.filter { count($0.kind) < Self.wanted($0.kind) }.map(\.word) }

    /// `namespace, quota, network policy, 2 secrets, GitRepository 1m, Kustomization`: the ones to tell about.
    var words: String {
        let kinds = ["Namespace", "ResourceQuota", "NetworkPolicy", "Secret", "GitRepository", "Kustomization"]
        return Self.parts.filter { kinds.contains($0.kind) }.compactMap { part in
            let number = count(part.kind)
            guard number > 0 else { return nil }
            let many = number > 1 ? "\(number) \(part.word)s" : part.word
            let interval = part.kind == "GitRepository" ? environment.repository?["spec", "interval"]?.string : nil
            return many + (interval.map { " \($0)" } ?? "")
        }.joined(separator: ", ")
    }
}
