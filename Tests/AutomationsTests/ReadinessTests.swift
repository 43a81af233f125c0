import Foundation
import KubernetesAPI
import Testing

@testable import Automations

private let token = ReconcileToken("2026-01-02T03:04:05.000001Z")
private let commit = "3f2a1bc000000000000000000000000000000000"
private let older = "9ab01de000000000000000000000000000000000"
private let newer = "77777770000000000000000000000000000000ff"

private func observed(_ change: (inout FluxObservation) -> Void = { _ in }) -> FluxObservation {
    var observation = FluxObservation(
        kind: "Kustomization",
        generation: 3,
        requestedAt: token.value,
        lastHandled: token.value,
        observedGeneration: 3,
        conditions: [.init(type: "Ready", status: .yes, reason: "ReconciliationSucceeded")],
        revision: "main@sha1:\(commit)")
    change(&observation)
    return observation
}

private func readiness(_ change: (inout FluxObservation) -> Void = { _ in }) -> Readiness {
    Readiness.of(observed(change), token: token, expected: ExpectedCommit(commit, later: [newer]))
}

@Suite struct ReadinessTests {
    @Test func readyWhenEverythingHolds() {
        #expect(readiness() == .ready(commit: commit))
    }

    @Test func aLaterCommitIsAsGood() {
        #expect(readiness { $0.revision = "main@sha1:\(newer)" } == .ready(commit: newer))
    }

    @Test func anOlderCommitIsNotYet() {
        #expect(
            readiness { $0.revision = "main@sha1:\(older)" }
                == .notYet("the Kustomization is at 9ab01de, waiting for 3f2a1bc"))
    }

    @Test(arguments: [nil, "", "main@sha1:"] as [String?])
    func noRevision(revision: String?) {
        #expect(readiness { $0.revision = revision } == .notYet("the Kustomization has no revision yet"))
    }

    @Test func suspendedFailsEvenWhenItLooksReady() {
        #expect(
            readiness { $0.isSuspended = true }
                == .failed(
                    FluxFailure(
                        kind: "Kustomization", reason: "Suspended",
                        message: "the Kustomization is suspended, Flux does not touch it", mayPass: false)))
    }

    @Test(arguments: [nil, "", "2026-01-02T03:04:04Z", "yesterday"] as [String?])
    func notHandled(lastHandled: String?) {
        #expect(readiness { $0.lastHandled = lastHandled } == .notYet("Flux has not looked at the Kustomization yet"))
    }

    @Test func aFailureBeforeOurTokenWasHandledIsOld() {
        let result = readiness {
            $0.lastHandled = nil
            $0.conditions = [.init(type: "Ready", status: .no, reason: "BuildFailed", message: "old")]
        }
        #expect(result == .notYet("Flux has not looked at the Kustomization yet"))
    }

    @Test(arguments: [-1, 2, nil] as [Int?])
    func generationNotObserved(generation: Int?) {
        #expect(
            readiness { $0.observedGeneration = generation }
                == .notYet("Flux has not seen the latest change of the Kustomization"))
    }

    @Test func reconcilingIsNotYet() {
        let result = readiness {
            $0.conditions.append(
                .init(type: "Reconciling", status: .yes, reason: "Progressing", message: "Detecting drift"))
        }
        #expect(result == .notYet("Detecting drift"))
    }

    @Test func stalledFails() {
        let result = readiness {
            $0.conditions.append(.init(type: "Stalled", status: .yes, reason: "InvalidURL", message: "no host"))
        }
        #expect(
            result
                == .failed(
                    FluxFailure(
                        kind: "Kustomization", reason: "InvalidURL", message: "no host", mayPass: false, isStalled: true
                    )))
    }

    @Test func conditionsThatAreFalseMeanNothing() {
        let result = readiness {
            $0.conditions += [.init(type: "Stalled", status: .no), .init(type: "Reconciling", status: .no)]
        }
        #expect(result == .ready(commit: commit))
    }

    @Test func noReadyConditionIsNotYet() {
        #expect(readiness { $0.conditions = [] } == .notYet("the Kustomization is not ready yet"))
    }

    @Test(arguments: [
        ("BuildFailed", "accumulating resources", false),
        ("ArtifactFailed", "Source artifact not found, retrying in 30s", true),
        ("ArtifactFailed", "kustomization path not found: stat /tmp/x: no such file", false),
        ("GitOperationFailed", "unable to list remote: authentication required: Repository not found", true),
        ("GitOperationFailed", "couldn't find remote ref \"refs/heads/main\"", true),
        ("ReconciliationFailed", "Deployment/web is invalid", false),
        ("ReconciliationFailed", "dial tcp 10.0.0.1:443: connect: connection refused", true),
    ])
    func failuresWhileFluxRetries(reason: String, message: String, mayPass: Bool) {
        let result = readiness {
            // What kustomize-controller writes after a failed pass: the generation stays unobserved.
            $0.observedGeneration = 2
            $0.conditions = [
                .init(type: "Ready", status: .no, reason: reason, message: message),
                .init(type: "Reconciling", status: .yes, reason: "ProgressingWithRetry"),
            ]
        }
        #expect(
            result
                == .failed(
                    FluxFailure(kind: "Kustomization", reason: reason, message: message, mayPass: mayPass)))
    }

    @Test func aNewPassAfterAFailureIsNotYet() {
        let result = readiness {
            $0.conditions = [
                .init(type: "Ready", status: .no, reason: "BuildFailed", message: "old"),
                .init(type: "Reconciling", status: .yes, reason: "Progressing", message: "Fetching"),
            ]
        }
        #expect(result == .notYet("Fetching"))
    }
}

@Suite struct ReconcileTokenTests {
    @Test func isATimeWithMicroseconds() {
        #expect(
            ReconcileToken(at: Date(timeIntervalSince1970: 1_767_323_045.000001)).value
                == "2026-01-02T03:04:05.000001Z")
        #expect(
            ReconcileToken(at: Date(timeIntervalSince1970: 1_767_323_045)).value == "2026-01-02T03:04:05.000000Z")
    }

    @Test func tokensSortLikeTheirTimes() {
        let times = [0.0, 0.000002, 0.5, 1, 86_400.25].map { Date(timeIntervalSince1970: 1_767_323_045 + $0) }
        let tokens = times.map { ReconcileToken(at: $0).value }
        #expect(tokens == tokens.sorted())
        #expect(Set(tokens).count == tokens.count)
    }

    @Test(arguments: [
        ("2026-01-02T03:04:06Z", true),
        ("2026-01-02T03:04:05.000002Z", true),
        ("2026-01-02T04:04:05.100000000+01:00", true),
        ("2026-01-02T03:04:05.000000000Z", false),
        ("2026-01-02T03:04:05.500000000+01:00", false),
    ])
    func aTokenHandledLaterCounts(handled: String, expected: Bool) {
        let observation = FluxObservation(
            kind: "GitRepository", generation: 1, requestedAt: token.value, lastHandled: handled)
        #expect(token.isHandled(in: observation) == expected)
    }

    @Test func aTokenThatReplacedOursCountsWhateverItsClockSays() {
        let observation = FluxObservation(
            kind: "GitRepository", generation: 1, requestedAt: "2020-01-01T00:00:00Z",
            lastHandled: "2020-01-01T00:00:00Z")
        #expect(token.isHandled(in: observation))
    }

    @Test func survivesItsJSON() throws {
        let data = try JSONEncoder().encode([token])
        #expect(String(decoding: data, as: UTF8.self) == #"["2026-01-02T03:04:05.000001Z"]"#)
        #expect(try JSONDecoder().decode([ReconcileToken].self, from: data) == [token])
    }
}
