import Foundation
import Testing

@testable import Simulation

/// Overlays as `kubectl kustomize` builds them, where kubectl is installed.
@Suite struct KustomizeTests {
    static let kubectl = ["/usr/bin/kubectl", "/usr/local/bin/kubectl", "/opt/homebrew/bin/kubectl"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    @Test(.enabled(if: kubectl != nil, "kubectl is not installed"))
    func buildsWhatKubectlBuilds() throws {
        for folder in ["k8s/overlays/development", "k8s/overlays/wide", "k8s/overlays/patched"] {
            let theirs = try Self.build(KustomizeFixture.files, folder: folder)
            let ours = try KustomizeBuild(files: KustomizeFixture.files.mapValues { Data($0.utf8) }).build(folder)
            #expect(Self.sorted(ours) == Self.sorted(theirs), "\(folder)")
            #expect(!ours.isEmpty)
        }
    }

    @Test(.enabled(if: kubectl != nil, "kubectl is not installed"))
    func buildsTheTeamOverlay() throws {
        let folder = "k8s/overlays/development"
        let theirs = try Self.build(TeamFixture.files, folder: folder)
        let ours = try KustomizeBuild(files: TeamFixture.files.mapValues { Data($0.utf8) }).build(folder)
        #expect(Self.sorted(ours) == Self.sorted(theirs))
    }

    @Test func saysWhatIsMissing() {
        let build = KustomizeBuild(files: ["a/kustomization.yaml": Data("resources: [nothing.yaml]".utf8)])
        let failure = #expect(throws: KustomizeFailure.self) { try build.build("a") }
        #expect(failure?.description.contains("open /a/nothing.yaml: no such file or directory") == true)
    }

    private static func sorted(_ objects: [JSONValue]) -> [String] { objects.map(\.text).sorted() }

    private static func build(_ files: [String: String], folder: String) throws -> [JSONValue] {
        let root = FileManager.default.temporaryDirectory.appending(path: "kustomize-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: root) }
        for (path, text) in files {
            let file = root.appending(path: path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        let process = Process()
        process.executableURL = URL(filePath: try #require(kubectl))
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
