import Foundation
import Scaffolding
import Testing
import Yams

/// Names of repositories and settings that templates are rendered with.
@Suite struct RenderingFuzzTests {
    private static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    @Test func templates() async throws {
        let library = TemplateLibrary(folder: Self.package.appending(path: "Templates").path())
        let templates = try library.list()
        try await Fuzz.run("templates", share: 0.3) { random, last in
            let name = Self.name(&random)
            let project = TemplateVariables(
                owner: Self.name(&random), name: name, defaultBranch: random.pick(["main", "a/b", "8888", "ümlaut"]),
                domain: random.pick([nil, "apps.example.com"]), ingressClass: random.pick([nil, "nginx"]),
                clusterIssuer: random.pick([nil, "ca"]))
            last.remember("\(project)")
            for file in try random.pick(templates).render(project) where file.path.hasPrefix("k8s/") {
                for document in try Yams.compose_all(yaml: file.text ?? "") {
                    try Fuzz.require(document.mapping != nil || document.sequence != nil, "\(file.path) is no manifest")
                }
            }
            try Fuzz.require(Self.isLabel(project.appName), "the label \(project.appName)")
            let host = project.host(environment: "development") ?? "a"
            try Fuzz.require(host.split(separator: ".").allSatisfy { Self.isLabel(String($0)) }, "the host \(host)")
            try Fuzz.require(project.image.wholeMatch(of: /[a-z0-9]+([._\/-]+[a-z0-9]+)*/) != nil, "\(project.image)")
        }
    }

    /// As GitHub allows names: letters, digits, `-`, `_` and `.`, at most 100.
    private static func name(_ random: inout SeededRandom) -> String {
        let characters = Array("aZ09-_.") + Array("bcdefghijklmnopqrstuvwxyz")
        let count = 1 + (random.chance(oneIn: 5) ? random.below(100) : random.below(12))
        return String((0..<count).map { _ in random.pick(characters) })
    }

    /// RFC 1123.
    private static func isLabel(_ text: String) -> Bool {
        text.count <= 63 && text.wholeMatch(of: /[a-z0-9]([-a-z0-9]*[a-z0-9])?/) != nil
    }
}
