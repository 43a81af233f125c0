import Foundation
import InstalledTools
import Scaffolding
import Subprocess
import Testing
import Yams

/// Every overlay of every template as kustomize builds it: for awkward names, and with and without a domain, an ingress
/// class and an issuer.
@Suite(.enabled(if: InstalledTool.kubectl != nil, "kubectl is not on PATH"))
struct KustomizeTests {
    @Test(arguments: BundledTemplates.names, BundledTemplates.projects)
    func everyOverlayBuilds(template: String, project: TemplateVariables) async throws {
        let folder = try write(template, project)
        for environment in BundledTemplates.environments {
            let objects = try await build(folder, environment).objects
            let kinds = Set(objects.compactMap { value($0, "kind") as? String })
            #expect(
                kinds == (project.domain == nil ? ["Deployment", "Service"] : ["Deployment", "Service", "Ingress"]))
            let prefix = ["development": "dev-", "staging": "staging-"][environment] ?? ""
            for object in objects {
                #expect(value(object, "metadata.name") as? String == prefix + project.appName)
            }
            try checkDeployment(objects, project, replicas: environment == "production" ? 2 : 1)
            try checkRouting(objects, project, environment)
        }
    }

    @Test(.enabled("kubernetes-validate is not installed") { await ValidatingPython.isInstalled })
    func everyObjectFitsItsSchema() async throws {
        let built = try TemplateFolder()
        for template in BundledTemplates.names {
            for (number, project) in BundledTemplates.projects.enumerated() {
                let folder = try write(template, project)
                var texts: [String] = []
                for environment in BundledTemplates.environments {
                    texts.append(try await build(folder, environment).text)
                }
                try built.add("\(template)-\(number).yaml", Data(texts.joined(separator: "\n---\n").utf8))
            }
        }
        try await ValidatingPython.check(built.path)
    }

    @Test(.enabled("kubernetes-validate is not installed") { await ValidatingPython.isInstalled })
    func theSchemaCheckFindsAWrongType() async throws {
        let wrong = "apiVersion: v1\nkind: Service\nmetadata: {name: 8888}\nspec: {ports: [{port: http}]}\n"
        let folder = try TemplateFolder(["wrong.yaml": wrong])
        let failure = await #expect(throws: InstalledTool.Failed.self) { try await ValidatingPython.check(folder.path) }
        #expect(failure?.status == .exited(1) && failure?.output.contains("Service/8888") == true)
    }

    private func checkDeployment(_ objects: [Any], _ project: TemplateVariables, replicas: Int) throws {
        let deployment = try #require(objects.first { value($0, "kind") as? String == "Deployment" })
        #expect(value(deployment, "spec.replicas") as? Int == replicas)
        let container = value(deployment, "spec.template.spec.containers.0")
        #expect(value(container, "image") as? String == "\(project.image):unreleased")
        let labels = value(deployment, "spec.template.metadata.labels") as? [String: String]
        #expect(value(deployment, "spec.selector.matchLabels") as? [String: String] == labels)
        for pod in ["runAsNonRoot": true, "automountServiceAccountToken": false] {
            let spec = value(deployment, "spec.template.spec")
            #expect((value(spec, pod.key) ?? value(spec, "securityContext.\(pod.key)")) as? Bool == pod.value)
        }
        let profile = value(deployment, "spec.template.spec.securityContext.seccompProfile.type")
        #expect(profile as? String == "RuntimeDefault")
        #expect(value(container, "securityContext.allowPrivilegeEscalation") as? Bool == false)
        #expect(value(container, "securityContext.capabilities.drop") as? [String] == ["ALL"])
        for probe in ["startupProbe", "readinessProbe", "livenessProbe"] {
            #expect(value(container, "\(probe).httpGet.port") as? String == "http")
        }
    }

    private func checkRouting(_ objects: [Any], _ project: TemplateVariables, _ environment: String) throws {
        let service = try #require(objects.first { value($0, "kind") as? String == "Service" })
        #expect(value(service, "spec.selector") as? [String: String] == ["app.kubernetes.io/name": project.appName])
        #expect(value(service, "spec.ports.0.port") as? Int == 80)
        guard let ingress = objects.first(where: { value($0, "kind") as? String == "Ingress" }) else { return }
        let host = project.host(environment: environment)
        #expect(value(ingress, "spec.rules.0.host") as? String == host)
        #expect(value(ingress, "spec.ingressClassName") as? String == project.ingressClass)
        let backend = value(ingress, "spec.rules.0.http.paths.0.backend.service.name") as? String
        #expect(backend == value(service, "metadata.name") as? String)
        let annotations = value(ingress, "metadata.annotations") as? [String: String]
        #expect(annotations?["cert-manager.io/cluster-issuer"] == project.clusterIssuer)
        #expect(value(ingress, "spec.tls.0.hosts.0") as? String == project.clusterIssuer.flatMap { _ in host })
    }

    private func write(_ template: String, _ project: TemplateVariables) throws -> TemplateFolder {
        let folder = try TemplateFolder()
        for file in try BundledTemplates.render(template, for: project) { try folder.add(file.path, file.contents) }
        return folder
    }

    private func build(_ folder: TemplateFolder, _ environment: String) async throws -> (text: String, objects: [Any]) {
        let kubectl = try #require(InstalledTool.kubectl)
        let text = try await kubectl.text(["kustomize", "\(folder.path)/k8s/overlays/\(environment)"])
        return (text, try Array(Yams.load_all(yaml: text)))
    }
}
