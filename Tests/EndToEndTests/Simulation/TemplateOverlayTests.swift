import Foundation
import Scaffolding
import Testing

@testable import Simulation

/// Every overlay of every template, built by the simulation as `kubectl kustomize` builds it.
@Suite struct TemplateOverlayTests {
    static let templates = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "../../../Templates"
    ).standardizedFileURL.path

    @Test(.enabled(if: KubectlKustomize.path != nil, "kubectl is not installed"), arguments: ["apps.example.com", nil])
    func buildsWhatKubectlBuilds(domain: String?) throws {
        let library = TemplateLibrary(folder: Self.templates)
        let names = try library.names()
        #expect(!names.isEmpty)
        for name in names {
            let project = TemplateVariables(owner: "acme", name: "Web.Shop_2", domain: domain, ingressClass: "nginx")
            let files = try library.template(named: name).render(project, values: [:])
            let contents = Dictionary(uniqueKeysWithValues: files.map { ($0.path, $0.contents) })
            for environment in ["development", "staging", "production"] {
                let folder = "k8s/overlays/\(environment)"
                let theirs = try KubectlKustomize.build(contents, folder: folder)
                let ours = try KustomizeBuild(files: contents).build(folder)
                #expect(!ours.isEmpty)
                #expect(ours.map(\.text).sorted() == theirs.map(\.text).sorted(), "\(name) \(environment)")
            }
        }
    }
}

/// The real kustomize inside kubectl.
enum KubectlKustomize {
    static let path = ["/usr/bin/kubectl", "/usr/local/bin/kubectl", "/opt/homebrew/bin/kubectl"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    static func build(_ files: [String: Data], folder: String) throws -> [JSONValue] {
        let root = FileManager.default.temporaryDirectory.appending(path: "overlay-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: root) }
        for (path, contents) in files {
            let file = root.appending(path: path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try contents.write(to: file)
        }
        let process = Process()
        process.executableURL = URL(filePath: try #require(path))
        process.arguments = ["kustomize", root.appending(path: folder).path]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        return try JSONValue.documents(yaml: text)
    }
}
