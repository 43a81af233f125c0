import Automations
import Foundation
import KubernetesAPI
import Storage
import Testing

@Suite("The status of what Slipway keeps")
struct SeenStateTests {
    private static let now = Date(timeIntervalSince1970: 1_800_000_000)

    private func source(
        _ ready: Condition.Status?, reason: String = "Why", observed: Int? = 1, generation: Int = 1,
        isSuspended: Bool = false
    ) -> ObservedObject {
        var object = ObservedObject()
        object.generation = generation
        object.created = "2026-11-20T23:51:07Z"
        object.isSuspended = isSuspended
        object.status.observedGeneration = observed
        object.status.conditions =
            ready.map {
                [
                    Condition(
                        type: "Ready", status: $0, reason: reason, message: "said", observedGeneration: observed,
                        lastTransitionTime: Time(Self.now.addingTimeInterval(-7200)))
                ]
            } ?? []
        return object
    }

    private func state(_ object: ObservedObject) -> SeenState { .of(object, .gitRepository) }

    @Test func readyAndFailedSinceTheConditionChanged() {
        #expect(state(source(.yes)).status == .ready)
        let failed = state(source(.no, reason: "GitOperationFailed"))
        #expect(failed.status == .failed)
        #expect(failed.since == Self.now.addingTimeInterval(-7200))
        #expect((failed.reason, failed.message) == ("GitOperationFailed", "said"))
    }

    @Test func aFirstFetchThatFailsIsAFailureAlthoughNothingWasObserved() {
        let object = source(.no, reason: "GitOperationFailed", observed: -1)
        var seen = object
        seen.status.conditions[0].observedGeneration = 1
        #expect(state(seen).status == .failed)
        #expect(state(seen).isProcessed)
    }

    @Test func whatFluxHasNotLookedAtIsUnprocessedSinceItWasCreated() throws {
        let state = state(source(nil, observed: -1))
        #expect((state.status, state.isProcessed) == (.pending, false))
        #expect((state.reason, state.message) == ("Unprocessed", "Flux has not looked at it yet"))
        #expect(state.since == (try Date("2026-11-20T23:51:07Z", strategy: .iso8601)))
        let changed = self.state(source(.yes, observed: 1, generation: 2))
        #expect((changed.status, changed.isProcessed, changed.since) == (.pending, false, nil))
    }

    @Test func progressSuspensionAndDeletionAreTold() {
        let progress = state(source(.unknown, reason: "Progressing"))
        #expect((progress.status, progress.isProcessed) == (.pending, true))
        #expect(state(source(.yes, isSuspended: true)).status == .suspended)
        var leaving = source(.yes)
        leaving.isDeleting = true
        #expect((state(leaving).status, state(leaving).reason) == (.pending, "Terminating"))
    }

    @Test func namespacesHavePhases() {
        var namespace = ObservedObject()
        namespace.status.phase = "Active"
        #expect(SeenState.of(namespace, .namespace).status == .ready)
        namespace.status.phase = "Terminating"
        #expect(SeenState.of(namespace, .namespace).status == .pending)
    }

    // MARK: What is recorded

    private let record = GitOpsResourceRecord(
        project: "p", environment: .staging, kind: .gitRepository, name: "n", namespace: "ns", updated: now)

    @Test func sinceWhenStaysAsLongAsTheStatusDoes() {
        let failing = record.seen(state(source(.no)), at: Self.now)
        #expect((failing.status, failing.since) == (.failed, Self.now.addingTimeInterval(-7200)))
        let later = Self.now.addingTimeInterval(60)
        #expect(failing.seen(state(source(.no)), at: later) == failing)
        var words = source(.no)
        words.status.conditions[0].message = "something else"
        let reworded = failing.seen(state(words), at: later)
        #expect((reworded.since, reworded.updated) == (failing.since, later))
    }

    @Test func aFailureLastsUntilItIsReadyAgainWhateverHappensInBetween() {
        let failing = record.seen(state(source(.no)), at: Self.now)
        let trying = failing.seen(state(source(.unknown, reason: "Progressing")), at: Self.now)
        #expect((trying.status, trying.failing) == (.pending, failing.since))
        let suspended = trying.seen(state(source(.no, isSuspended: true)), at: Self.now)
        #expect((suspended.status, suspended.failing) == (.suspended, failing.since))
        #expect(suspended.seen(state(source(.yes)), at: Self.now).failing == nil)
    }

    @Test(arguments: [("slipway-guard", true), ("flux", false)])
    func itIsRecordedWhetherSlipwaySuspendedIt(manager: String, isSlipway: Bool) {
        var object = source(.no, isSuspended: true)
        object.ownership.suspenders = [manager]
        let suspended = record.seen(state(object), at: Self.now)
        #expect(suspended.isSuspendedBySlipway == isSlipway)
        #expect(!suspended.seen(state(source(.no)), at: Self.now).isSuspendedBySlipway)
    }

    @Test func whatIsGoneHasNoRevision() {
        var object = source(.yes)
        object.status.revision = "main@sha1:abc"
        let seen = record.seen(state(object), at: Self.now)
        #expect(seen.revision == "main@sha1:abc")
        let gone = seen.seen(.missing, at: Self.now)
        #expect((gone.status, gone.revision) == (.missing, nil))
    }

    @Test func timesOfTheClusterThatLieAheadAreNow() {
        var object = source(.no)
        object.status.conditions[0].lastTransitionTime = Time(Self.now.addingTimeInterval(600))
        #expect(record.seen(state(object), at: Self.now).since == Self.now)
    }
}
