import Automations
import KubernetesAPI
import Storage

/// Which environment of which project a namespace belongs to.
struct ProjectPlace: Sendable, Equatable {
    let project: ProjectID
    let environment: EnvironmentName

    /// Nil for namespaces that are not `project-<id>-<environment>`.
    init?(namespace: NamespaceName) {
        guard let environment = EnvironmentName.allCases.first(where: { namespace.text.hasSuffix("-\($0.rawValue)") })
        else { return nil }
        let id = namespace.text.dropLast(environment.rawValue.count + 1)
        guard id.hasPrefix("project-"), let project = ProjectID(String(id.dropFirst("project-".count))),
            ProjectNames(project).namespace(environment) == namespace
        else { return nil }
        self.project = project
        self.environment = environment
    }
}
