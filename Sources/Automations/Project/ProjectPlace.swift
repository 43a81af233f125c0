import Foundation
import KubernetesAPI
import Storage

/// Which environment of which project a namespace belongs to.
public struct ProjectPlace: Sendable, Hashable {
    public let project: ProjectID
    public let environment: EnvironmentName

    public init(project: ProjectID, environment: EnvironmentName) {
        self.project = project
        self.environment = environment
    }

    /// Nil for namespaces that are not `project-<id>-<environment>`.
    public init?(namespace: some StringProtocol) {
        guard namespace.hasPrefix("project-") else { return nil }
        let rest = namespace.dropFirst("project-".count)
        let id = String(rest.prefix(36))
        guard rest.dropFirst(36).first == "-", let project = ProjectID(id), project.value == id,
            let environment = EnvironmentName(rawValue: String(rest.dropFirst(37)))
        else { return nil }
        self.init(project: project, environment: environment)
    }

    public init?(namespace: NamespaceName) {
        self.init(namespace: namespace.text)
    }

    /// - Parameter workloadKey: as ``WakeKey/workload(_:_:)`` makes it.
    public init?(workloadKey: String) {
        let parts = workloadKey.split(separator: ":")
        guard workloadKey.hasPrefix(WakeKey.workloads), parts.count == 3, let project = ProjectID(String(parts[1])),
            let environment = EnvironmentName(rawValue: String(parts[2]))
        else { return nil }
        self.init(project: project, environment: environment)
    }

    public var namespace: NamespaceName { ProjectNames(project).namespace(environment) }
}
