import Foundation
import InstalledTools
import Testing

@testable import Simulation

/// Overlays as `kubectl kustomize` builds them, where kubectl is installed.
@Suite struct KustomizeTests {
    @Test(.enabled(if: InstalledTool.kubectl != nil, "kubectl is not installed"))
    func buildsWhatKubectlBuilds() async throws {
        for folder in ["k8s/overlays/development", "k8s/overlays/wide", "k8s/overlays/patched"] {
            let theirs = try await Self.theirs(KustomizeFixture.files, folder: folder)
            let ours = try KustomizeBuild(files: KustomizeFixture.files.mapValues { Data($0.utf8) }).build(folder)
            #expect(Self.sorted(ours) == Self.sorted(theirs), "\(folder)")
            #expect(!ours.isEmpty)
        }
    }

    @Test(.enabled(if: InstalledTool.kubectl != nil, "kubectl is not installed"))
    func buildsTheTeamOverlay() async throws {
        let folder = "k8s/overlays/development"
        let theirs = try await Self.theirs(TeamFixture.files, folder: folder)
        let ours = try KustomizeBuild(files: TeamFixture.files.mapValues { Data($0.utf8) }).build(folder)
        #expect(Self.sorted(ours) == Self.sorted(theirs))
    }

    @Test func saysWhatIsMissing() {
        let build = KustomizeBuild(files: ["a/kustomization.yaml": Data("resources: [nothing.yaml]".utf8)])
        let failure = #expect(throws: KustomizeFailure.self) { try build.build("a") }
        #expect(failure?.description.contains("open /a/nothing.yaml: no such file or directory") == true)
    }

    private static func sorted(_ objects: [JSONValue]) -> [String] { objects.map(\.text).sorted() }

    private static func theirs(_ files: [String: String], folder: String) async throws -> [JSONValue] {
        let kubectl = try #require(InstalledTool.kubectl)
        let text = try await kubectl.kustomize(files.mapValues { Data($0.utf8) }, folder: folder)
        return try JSONValue.documents(yaml: text)
    }
}
