import Foundation
import RunEngine
import Storage

extension Reconcile {
    /// Records what Flux said in every environment, and tells the commit.
    func tell(_ outcomes: [FluxOutcome], _ push: PushInput, _ context: RunContext) async throws {
        let (id, settings, now) = (context.project, settings, context.now)
        try await context.record("tell the commit") { tx in
            for (environment, outcome) in zip(EnvironmentName.allCases, outcomes) {
                try tx.environments.update(id, environment, at: now) { $0.note(outcome) }
            }
            try Telling(settings).tell(push.after, of: id, in: tx, at: now)
        }
    }
}

extension EnvironmentRecord {
    /// Manifests that Flux cannot apply leave what runs as it is: the environment is degraded until they are mended.
    mutating func note(_ outcome: FluxOutcome) {
        // A release on its way tells about itself.
        guard state != .working else { return }
        switch outcome {
        case .failed(let trouble):
            state = .degraded
            message = trouble.summary ?? trouble.what
            self.trouble = trouble
        case .ready where state == .degraded && imageTag != nil: (state, message, trouble) = (.ready, nil, nil)
        case .ready where state == .degraded && desiredImageTag != nil: comeBack()
        case .ready where state == .degraded:
            (state, message, trouble) = (.waiting, "waits for the first image", nil)
        case .ready, .missing, .superseded: break
        }
    }
}
