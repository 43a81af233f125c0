import Foundation
import Simulation
import Testing

/// Replays what a real kube-apiserver answered, where the recordings are at hand.
@Suite struct TranscriptTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "../../../../shared/kubernetes-transcripts"
    ).standardizedFileURL
    static let areAtHand = FileManager.default.fileExists(atPath: folder.path)

    static let files = [
        "01-ssa-namespace", "02-ssa-secrets", "03-missing-namespace", "05-ssa-flux-objects", "06-requested-at",
        "07-ssa-conflicts", "08-kustomization-images", "09-status-subresource",
    ]

    @Test(.enabled(if: areAtHand, "the recordings are not here"), arguments: files)
    func answersAsRecorded(_ file: String) async throws {
        let data = try Data(contentsOf: Self.folder.appending(path: "\(file).json"))
        let recording = try JSONValue(parsing: data)
        let exchanges = recording["exchanges"]?.array ?? []
        try await ClusterFixture.run(controllers: false) { fixture in
            try await TranscriptReplay.prepare(file, exchanges, fixture)
            var replay = TranscriptReplay(file: file, keepsManagedFields: recording["managedFields"] == "kept")
            for (index, exchange) in exchanges.enumerated() {
                try await replay.send(exchange, number: index, to: fixture)
            }
            #expect(replay.compared > 5)
        }
    }
}
