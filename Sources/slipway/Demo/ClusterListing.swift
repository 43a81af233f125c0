import Simulation
import Storage

/// The objects of each environment, kind and name.
struct ClusterListing {
    private let environments: [EnvironmentSight]

    init(_ environments: [EnvironmentSight]) {
        self.environments = environments
    }

    func lines(_ style: Style) -> [String] {
        environments.flatMap { environment in
            ["\(environment.name.rawValue) · namespace \(environment.namespace)"] + objects(of: environment, style)
        }
    }

    private func objects(of environment: EnvironmentSight, _ style: Style) -> [String] {
        // Kubernetes makes this ServiceAccount itself; the namespace is the heading.
        let own = environment.objects.filter { $0.kind != "Namespace" && $0.name != "default" }
        let width = own.map(\.kind.count).max() ?? 0
        return own.map { object in
            let gap = String(repeating: " ", count: width - object.kind.count + 2)
            return "   \(object.kind)\(gap)\(object.name)\(style.faint(detail(object)))"
        }
    }

    /// What is worth knowing of an object besides its name.
    private func detail(_ object: JSONValue) -> String {
        switch object.kind {
        case "Pod":
            let pod = PodSight(object)
            return "  \(pod.tag.map { String($0.prefix(7)) } ?? ""), \(pod.state)"
        case "GitRepository", "Kustomization":
            return object.condition("Ready")?["status"]?.string == "True" ? "  ready" : "  not ready"
        case "Ingress":
            return object["spec", "rules"]?[0]?["host"]?.string.map { "  \($0)" } ?? ""
        default: return ""
        }
    }
}
