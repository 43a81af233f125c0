import Foundation
import KubernetesAPI

/// The words for a failure of a Flux object, with what is known of the object.
struct FluxSentence {
    let failure: FluxFailure
    let flux: ObservedFlux
    let namespace: NamespaceName

    var diagnosis: Diagnosis {
        let meant = failure.meaning.kind
        let kind = failure.isStalled && Self.unspecific.contains(meant) ? .fluxStalled : meant
        return Diagnosis(
            kind, identity, outlook: failure.mayPass ? .passing : .lasting, ofFetching(kind) ?? ofApplying(kind))
    }

    /// Kinds that say less than "stalled" does.
    private static let unspecific: Set<Diagnosis.Kind> = [.sourceFailed, .applyFailed]

    typealias Text = Diagnosis.Words

    var isSource: Bool { failure.kind == GitRepository.resource.kind }

    private var identity: String {
        let name = isSource ? flux.gitRepository?.metadata.name : flux.kustomization?.metadata.name
        return name.map { "\(failure.kind)/\($0)" } ?? failure.kind
    }

    /// As `kubectl` takes the object.
    var object: String { identity.lowercased().replacing("/", with: " ") }

    var describe: String { "kubectl describe -n \(namespace) \(object)" }

    var url: String { flux.gitRepository?.spec?.url ?? "the repository" }

    var branch: String? { flux.gitRepository?.spec?.ref?.branch }

    var path: String { flux.kustomization?.spec?.path ?? "the folder" }

    var account: String { flux.kustomization?.spec?.serviceAccountName ?? "default" }

    var secret: String { flux.gitRepository?.spec?.secretRef?.name.text ?? "git-auth" }

    /// `github.com`, with its port if it is not the usual one.
    var host: String {
        let rest = url.firstRange(of: "://").map { url[$0.upperBound...] } ?? url[...]
        return String(rest.prefix { $0 != "/" })
    }

    /// What Flux says, without the steps that led there.
    var words: String {
        var message = failure.message.isEmpty ? failure.reason : failure.message
        for start in ["determine revision: ", "kustomize build failed: ", "git-upload-pack\": "] {
            message = ClusterWords.after(start, in: message)
        }
        return ClusterWords.line(message)
    }
}
