import Foundation
import Testing

/// After all tests of a suite have run: every request to GitHub and every object applied to a cluster fits the schema
/// that their makers published, and every answer of the API its own document.
struct ValidatesWhatWasSent: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        defer { try? FileManager.default.removeItem(at: Recordings.folder) }
        try await function()
        guard Validators.areInstalled else { return }
        if let answers = Recordings.apiFile {
            expectSuccess("answers of the API", try await Validators.checkAPIAnswers(answers))
        }
        guard let requests = Recordings.gitHubFiles else { return }
        expectSuccess("requests to GitHub", try await Validators.checkGitHubRequests(requests))
        let objects = try await Validators.checkKubernetesObjects(Recordings.kubernetesObjects)
        expectSuccess("objects of Kubernetes", objects)
        guard Validators.knowFlux else { return }
        expectSuccess("objects of Flux", try await Validators.checkFluxObjects(Recordings.fluxObjects))
    }

    /// The last line says how many were looked at.
    private func expectSuccess(_ what: String, _ result: CommandResult) {
        #expect(result.status == .exited(0), "\(what): \(result.output)")
        print("\(what): \(result.output.split(separator: "\n").last ?? "")")
    }
}

extension Trait where Self == ValidatesWhatWasSent {
    static var validatesWhatWasSent: Self { Self() }
}

/// The real program against a simulated GitHub and a simulated cluster.
@Suite(.validatesWhatWasSent)
enum EndToEnd {}
