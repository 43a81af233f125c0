import Foundation
import KubernetesAPI
import Storage

/// The status of an object that Slipway keeps, from what was seen of it. Pure.
public struct SeenState: Sendable, Hashable {
    public var status: GitOpsResourceRecord.Status
    /// False as long as Flux has not looked at the object, or at its latest change.
    public var isProcessed = true
    public var reason: String?
    public var message: String?
    public var revision: String?
    /// Since when, if the object says so.
    public var since: Date?
    /// Whether it is Slipway that has it suspended.
    public var isSuspendedBySlipway = false

    /// It was there, or should be, and is not.
    public static let missing = SeenState(
        status: .missing, reason: "Missing", message: "it is not in the cluster")

    /// - Parameter kind: what the object is.
    public static func of(_ object: ObservedObject, _ kind: GitOpsResourceRecord.Kind) -> SeenState {
        var state =
            kind == .namespace
            ? SeenState(namespace: object) : SeenState(flux: FluxObservation(object, kind: kind.rawValue))
        state.isSuspendedBySlipway = object.isSuspendedBySlipway
        if object.isDeleting {
            state.status = .pending
            state.reason = "Terminating"
            state.message = "it is being deleted"
        }
        if !state.isProcessed, object.generation <= 1 { state.since = try? Date(object.created, strategy: .iso8601) }
        return state
    }

    private init(
        status: GitOpsResourceRecord.Status, reason: String? = nil, message: String? = nil, since: Date? = nil
    ) {
        self.status = status
        self.reason = reason
        self.message = message
        self.since = since
    }

    private init(namespace: ObservedObject) {
        self.init(status: namespace.status.phase == "Active" ? .ready : .pending, reason: namespace.status.phase)
    }

    private init(flux observed: FluxObservation) {
        let ready = observed.conditions["Ready"]
        if observed.isSuspended {
            self.init(status: .suspended, reason: ready?.reason, message: ready?.message)
        } else if let failure = FluxFailure(of: observed) {
            self.init(
                status: .failed, reason: failure.reason, message: failure.message,
                since: ready?.lastTransitionTime?.date)
        } else if observed.observedGeneration == observed.generation, let ready, ready.status == .yes {
            self.init(
                status: .ready, reason: ready.reason, message: ready.message, since: ready.lastTransitionTime?.date)
        } else {
            self.init(status: .pending, reason: ready?.reason, message: ready?.message)
            isProcessed = observed.isLookedAt
            if !isProcessed { (reason, message) = ("Unprocessed", "Flux has not looked at it yet") }
        }
        revision = observed.revision
    }
}

extension FluxObservation {
    /// Whether Flux has begun with the latest change.
    fileprivate var isLookedAt: Bool {
        observedGeneration == generation
            || conditions.contains { ($0.observedGeneration ?? generation) == generation }
    }
}

extension GitOpsResourceRecord {
    /// The record after the object was seen like this; the same if that is nothing new.
    public func seen(_ state: SeenState, at now: Date) -> GitOpsResourceRecord {
        var record = self
        record.isProcessed = state.isProcessed
        record.isSuspendedBySlipway = state.isSuspendedBySlipway
        (record.reason, record.message) = (state.reason, state.message)
        record.revision = state.revision ?? (state.status == .missing ? nil : revision)
        if status != state.status || isProcessed != state.isProcessed {
            record.status = state.status
            record.since = min(state.since ?? now, now).roundedToMilliseconds
        }
        switch state.status {
        case .failed: record.failing = failing ?? record.since
        case .ready, .missing: record.failing = nil
        case .pending, .suspended: break
        }
        if record != self { record.updated = now.roundedToMilliseconds }
        return record
    }
}
