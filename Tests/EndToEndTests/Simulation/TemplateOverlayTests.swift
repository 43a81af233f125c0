import Foundation
import InstalledTools
import Scaffolding
import Testing

@testable import Simulation

/// Every overlay of every template, built by the simulation as `kubectl kustomize` builds it.
@Suite struct TemplateOverlayTests {
    static let templates = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "../../../Templates"
    ).standardizedFileURL.path

    @Test(.enabled(if: InstalledTool.kubectl != nil, "kubectl is not installed"), arguments: ["apps.example.com", nil])
    func buildsWhatKubectlBuilds(domain: String?) async throws {
        let kubectl = try #require(InstalledTool.kubectl)
        let library = TemplateLibrary(folder: Self.templates)
        let names = try library.names()
        #expect(!names.isEmpty)
        for name in names {
            let project = TemplateVariables(owner: "acme", name: "Web.Shop_2", domain: domain, ingressClass: "nginx")
            let files = try library.template(named: name).render(project, values: [:])
            let contents = Dictionary(uniqueKeysWithValues: files.map { ($0.path, $0.contents) })
            for environment in ["development", "staging", "production"] {
                let folder = "k8s/overlays/\(environment)"
                let theirs = try await JSONValue.documents(yaml: kubectl.kustomize(contents, folder: folder))
                let ours = try KustomizeBuild(files: contents).build(folder)
                #expect(!ours.isEmpty)
                #expect(ours.map(\.text).sorted() == theirs.map(\.text).sorted(), "\(name) \(environment)")
            }
        }
    }
}
