import Automations
import Foundation
import KubernetesAPI
import Service
import Simulation
import Storage

extension DemoWorld {
    /// Kinds whose objects are looked at, in the order they are listed.
    private static let kinds = [
        "ServiceAccount", "RoleBinding", "ResourceQuota", "LimitRange", "NetworkPolicy", "Secret", "GitRepository",
        "Kustomization", "Deployment", "Service", "Ingress", "Pod",
    ]

    /// Looks at everything there is of the repository.
    func look() async throws -> Sight {
        let name = settings.repository
        return Sight(
            time: Date(),
            head: try await github.commit(in: name),
            files: Set(try await github.files(of: name).keys),
            builds: try await github.builds(in: name),
            comments: try await github.comments(in: name),
            statuses: try await github.statuses(in: name),
            deployments: try await github.deployments(in: name),
            environments: try await environments(),
            report: try await records.read { try $0.projectReport(name) })
    }

    private func environments() async throws -> [EnvironmentSight] {
        let names = ProjectNames(try await projectID())
        var objects = await cluster.objects("Namespace")
        for kind in Self.kinds { objects += await cluster.objects(kind) }
        return EnvironmentName.allCases.map { [objects] environment in
            let namespace = names.namespace(environment).text
            let own = objects.filter { object in
                object.kind == "Namespace" ? object.name == namespace : object.namespace == namespace
            }
            return EnvironmentSight(name: environment, namespace: namespace, objects: own)
        }
    }

    private func projectID() async throws -> ProjectID {
        let id = try await github.info(settings.repository).id
        return ProjectID(gitHubHost: Settings(gitHubWeb: github.baseURL).gitHubHost, repository: Int64(id))
    }
}
