import KubernetesAPI

/// An image that cannot be pulled: which of the many reasons it is. The messages are containerd's
/// (`core/remotes/docker`) and the registry's, wrapped by the kubelet.
struct ImagePull {
    let place: PodDiagnosis
    let container: ContainerStatus

    init(_ place: PodDiagnosis, _ container: ContainerStatus) {
        self.place = place
        self.container = container
    }

    /// Before Kubernetes 1.31 a pod that backs off does not repeat why; the Event of the last attempt tells.
    private var message: String {
        let said = container.state?.waiting?.message ?? ""
        guard said.hasPrefix("Back-off pulling image"), !said.contains("ErrImagePull") else { return said }
        let start = "Failed to pull image \"\(container.image ?? "")\""
        return place.warnings.last { $0.reason == "Failed" && $0.message?.hasPrefix(start) == true }?.message ?? said
    }

    private var knowledge: ImageKnowledge { place.context.image }

    var diagnosis: Diagnosis {
        let text = ImagePullText(self)[kind]
        return Diagnosis(
            kind, place.workload.subject, outlook: outlook, text.sentence, because: text.cause, remedy: text.remedy,
            summary: kind == .imageBeingBuilt ? "waiting for the image build" : "image pull failed: \(text.brief)")
    }

    /// One failed pull may be the network's; Kubernetes backs off after it.
    private var outlook: Diagnosis.Outlook {
        switch kind {
        case .imageBeingBuilt: .expected
        case .registryUnreachable, .registryLimited: .passing
        default: container.state?.waiting?.reason == "ErrImagePull" ? .passing : .lasting
        }
    }

    var kind: Diagnosis.Kind {
        if container.state?.waiting?.reason == "InvalidImageName" { return .imageNameInvalid }
        if build == .running { return .imageBeingBuilt }
        if message.mentions("no match for platform") { return .imagePlatformMissing }
        // Not the number alone: tags are SHAs, and one in a hundred holds it.
        if message.mentions("429 too many", "toomanyrequests") { return .registryLimited }
        if let refusal { return refusal }
        if message.mentions("not found", "manifest unknown", "name unknown") && !message.mentions("no such host") {
            return missing
        }
        return message.mentionsTheNetwork ? .registryUnreachable : .imagePullFailed
    }

    /// GitHub's registry answers a refused login at its token server with 403, a login without the right to the package
    /// at the manifest.
    private var refusal: Diagnosis.Kind? {
        let isRefused = message.mentions("401 unauthorized", "403 forbidden", "denied", "unauthorized", "no basic auth")
        guard isRefused else { return nil }
        // GitHub's registry refuses what it does not have, so that nobody learns which packages exist.
        if build == .never { return .imageNeverBuilt }
        guard isOfProject else { return .registryLoginMissing }
        if message.mentions("expected scopes", "permission_denied") { return .registryScopeMissing }
        if message.mentions("/manifests/"), message.mentions("403 forbidden") { return .registryScopeMissing }
        let isAnonymous = message.mentions("anonymous token", "no basic auth")
        return isAnonymous || !hasLogin ? .registryLoginMissing : .registryLoginRefused
    }

    private var missing: Diagnosis.Kind {
        switch build {
        case .never: .imageNeverBuilt
        case .failed: .imageBuildFailed
        case .unknown, .running, .succeeded: .imageTagMissing
        }
    }

    // MARK: For the words

    var image: String {
        (container.image ?? knowledge.name).map { "`\($0)`" } ?? "the image of `\(container.name)`"
    }

    var registry: String {
        guard let name = container.image ?? knowledge.name, let slash = name.firstIndex(of: "/") else {
            return "the registry"
        }
        let host = name[..<slash]
        return host.contains(".") || host.contains(":") || host == "localhost" ? "`\(host)`" : "`docker.io`"
    }

    /// Whether it is the image that the project's build pushes, and not somebody else's: a database, a proxy.
    var isOfProject: Bool {
        guard let mine = knowledge.name, let image = container.image else { return true }
        return ImageUse.untagged(mine) == ImageUse.untagged(image)
    }

    var hasLogin: Bool { isOfProject && knowledge.hasRegistryLogin }

    /// Where the login for the project's images is set.
    var registryEntry: String { knowledge.registryEntry }

    var hasBuildSucceeded: Bool { build == .succeeded }

    private var build: ImageKnowledge.Build { isOfProject ? knowledge.build : .unknown }

    /// The names of pull secrets that are not there: `Unable to retrieve some image pull secrets (a, b); …`.
    var missingSecrets: String? {
        place.warnings.last { $0.missingPullSecrets != nil }?.missingPullSecrets
    }

    var namespace: NamespaceName { place.namespace }
    var describe: String { place.describe }

    /// The end of the chain of causes.
    var words: String {
        var words = message
        for start in ["failed to resolve reference ", "failed to pull and unpack image "] {
            guard let range = words.firstRange(of: start) else { continue }
            words = ClusterWords.after("\": ", in: String(words[range.upperBound...]))
        }
        return ClusterWords.line(words)
    }
}
