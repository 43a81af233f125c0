import Foundation
import KubernetesAPI
import RunEngine
import Storage

/// Why a namespace that is being deleted does not go: what Kubernetes says in its conditions. Pure.
struct StuckNamespace: Sendable, Hashable {
    /// A type of which something is left.
    struct RemainingType: Sendable, Hashable {
        var plural: String
        var group: String
        var count: Int

        /// As kubectl takes it.
        var description: String { group.isEmpty ? plural : "\(plural).\(group)" }
    }

    let namespace: NamespaceName
    /// For how long it has been waited for, in seconds.
    let age: Double
    let remaining: [RemainingType]
    let finalizers: [String]
    /// The API server could not look everywhere, or not delete everything: its own words.
    let failure: String?

    init(_ namespace: NamespaceName, _ conditions: [Condition], for age: Double) {
        self.namespace = namespace
        self.age = age
        func message(_ type: String) -> String? { conditions[type].flatMap { $0.status == .yes ? $0.message : nil } }
        remaining = message("NamespaceContentRemaining").map(Self.types) ?? []
        finalizers = message("NamespaceFinalizersRemaining").map(Self.finalizers) ?? []
        failure =
            message("NamespaceDeletionDiscoveryFailure") ?? message("NamespaceDeletionGroupVersionParsingFailure")
            ?? message("NamespaceDeletionContentFailure")
    }

    /// "Some resources are remaining: configmaps. has 1 resource instances, pods. has 2 resource instances"
    private static func types(_ message: String) -> [RemainingType] {
        message.matches(of: /([a-z0-9]+)\.([a-z0-9.-]*) has (\d+) resource instances/).map { match in
            RemainingType(plural: String(match.1), group: String(match.2), count: Int(match.3) ?? 0)
        }
    }

    /// "Some content in the namespace has finalizers remaining: example.dev/hold in 1 resource instances"
    private static func finalizers(_ message: String) -> [String] {
        let list = message.split(separator: "finalizers remaining: ", maxSplits: 1).last ?? ""
        return list.matches(of: /([^\s,]+) in \d+ resource instances/).map { String($0.1) }
    }

    /// What is the matter and what to do about it.
    /// - Parameter repository: `owner/name`
    func error(of repository: String) -> UserError {
        UserError(
            what: "The namespace \(namespace) is being deleted for \(Wording.duration(age)) and does not go.",
            why: why, whatToDo: whatToDo(repository), code: "cleanUp.stuck")
    }

    /// The same as records keep it.
    func trouble(of repository: String) -> Trouble {
        var trouble = error(of: repository).trouble
        trouble.summary = summary
        return trouble
    }

    /// For a status: which finalizer, whose.
    var summary: String {
        guard let first = finalizers.first else { return "the namespace is stuck in Terminating" }
        return "stuck in Terminating: finalizer \(first) of \(FinalizerOwner.of(first).name)"
    }

    private var why: String {
        var sentences: [String] = []
        if !remaining.isEmpty {
            sentences.append("Left in it: \(Wording.list(remaining.map { "\($0.count) \($0.description)" })).")
        }
        for finalizer in finalizers {
            let owner = FinalizerOwner.of(finalizer)
            sentences.append("The finalizer `\(finalizer)` is \(owner.possessive); \(owner.what)")
        }
        if let failure { sentences.append("Kubernetes says: \(Wording.cut(failure, to: 300))") }
        if sentences.isEmpty { sentences = ["Kubernetes does not say what holds it."] }
        return sentences.joined(separator: " ")
    }

    private func whatToDo(_ repository: String) -> String {
        guard let first = finalizers.first else {
            return "Look at `kubectl get namespace \(namespace) -o yaml` and mend what its conditions name."
        }
        let objects = remaining.map(\.description).joined(separator: ",")
        return "\(FinalizerOwner.of(first).remedy) Look with `kubectl get \(objects.isEmpty ? "all" : objects) -n "
            + "\(namespace)`. If nobody will ever remove the finalizer: `slipway project archive \(repository) "
            + "--remove-finalizers`; what it was to clean up outside of the namespace then stays."
    }
}
