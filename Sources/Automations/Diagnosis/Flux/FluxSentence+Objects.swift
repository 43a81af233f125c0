import KubernetesAPI

extension FluxSentence {
    /// One object that the cluster does not take.
    func ofObject(_ kind: Diagnosis.Kind) -> Text {
        switch kind {
        case .objectKindUnknown: kindUnknown
        case .hostTaken: hostTaken
        case .objectUnchangeable: unchangeable
        case .objectRefused: refused
        case .fluxStalled: stalled
        default: applyFailed
        }
    }

    private var kindUnknown: Text {
        let kind = ClusterWords.quoted(after: "no matches for kind ", in: failure.message) ?? "an object"
        let version = ClusterWords.quoted(after: "in version ", in: failure.message)
        return Text(
            sentence: "the cluster does not know the kind `\(kind)`.",
            cause:
                "The manifests hold a `\(kind)`\(version.map { " of `\($0)`" } ?? ""), and what defines it is not "
                + "installed.",
            remedy: "have it installed in the cluster, or take the object out of the manifests and push.")
    }

    /// ingress-nginx, `internal/ingress/controller/store` and its admission webhook.
    private var hostTaken: Text {
        let host = ClusterWords.quoted(after: "host ", in: failure.message) ?? "the host"
        let owner = ClusterWords.after("is already defined in ingress ", in: failure.message)
            .prefix { !$0.isWhitespace && $0 != "," }
        return Text(
            sentence: "the address `\(host)` is already taken.",
            cause: "The Ingress `\(owner)` serves it, and two cannot.",
            remedy: "choose another host in the manifests and push, or remove that Ingress.",
            summary: "\(host) is already taken by \(owner)")
    }

    private var unchangeable: Text {
        let name = refusedObject.unmarked.lowercased()
        return Text(
            sentence: "\(refusedObject) cannot be changed that way.", cause: "The cluster reports: \(reported).",
            remedy:
                "undo that change and push, or delete the object (`kubectl delete -n \(namespace) \(name)`): Flux "
                + "makes it again, and until then it does not run.")
    }

    private var refused: Text {
        Text(
            sentence: "the cluster refuses \(refusedObject).", cause: "The cluster reports: \(reported).",
            remedy: "mend in the manifests what it names, and push.")
    }

    private var stalled: Text {
        Text(
            sentence: "Flux gave up.", cause: "The \(failure.kind) is stalled (\(failure.reason)): \(words).",
            remedy: "mend what `\(describe)` names; Flux tries again when the object changes.",
            summary: "Flux gave up: \(failure.reason)")
    }

    private var applyFailed: Text {
        Text(
            sentence: "Flux cannot apply the manifests.", cause: "Flux reports: \(words).",
            remedy: "look at `\(describe)`, mend the object that the message names, and push.",
            summary: "Flux cannot apply the manifests: \(failure.reason)")
    }
}
