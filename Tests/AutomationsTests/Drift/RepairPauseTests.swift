import Automations
import KubernetesAPI
import Storage
import Testing

@Suite("Putting back again and again")
struct RepairPauseTests {
    @Test func atFirstAtOnceThenWithGrowingPauses() {
        let minutes = (0...12).map { RepairPause.after($0) / 60 }
        #expect(minutes == [0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60, 60])
        #expect(RepairPause.after(100_000) == 3600)
    }

    @Test func findingsSayWhatAndByWhom() {
        func drift(_ kind: Drift.Kind) -> Drift {
            let id = ProjectID(gitHubHost: "github.com", repository: 42)
            let place = ProjectPlace(project: id, environment: .staging)
            return Drift(place: ManagedPlace(.isolation, in: place, owner: 1), kind: kind, version: "1")
        }
        #expect(drift(.missing).finding == "NetworkPolicy project-isolation (missing)")
        #expect(
            drift(.changed(["spec.ingress", "spec.policyTypes"], by: "kubectl-edit")).finding
                == "NetworkPolicy project-isolation (spec.ingress and spec.policyTypes changed by kubectl-edit)")
        #expect(drift(.changed(["metadata", "spec"], by: nil)).finding.hasSuffix("(metadata and spec changed)"))
    }
}
