/// The words for an image that cannot be pulled.
struct ImagePullText {
    struct Text {
        var sentence: String
        /// The cause in a few words.
        var brief: String
        var cause: String
        var remedy: String
    }

    let pull: ImagePull

    init(_ pull: ImagePull) {
        self.pull = pull
    }

    subscript(kind: Diagnosis.Kind) -> Text {
        switch kind {
        case .imageBeingBuilt, .imageNeverBuilt, .imageBuildFailed, .imageTagMissing: ofBuild(kind)
        case .registryLoginMissing, .registryLoginRefused, .registryScopeMissing: ofLogin(kind)
        case .registryLimited, .registryUnreachable: ofRegistry(kind)
        default: ofImage(kind)
        }
    }

    private func ofBuild(_ kind: Diagnosis.Kind) -> Text {
        switch kind {
        case .imageBeingBuilt:
            Text(
                sentence: "the image is still being built.", brief: "it is being built",
                cause: "\(pull.image) does not exist yet; its build is queued or running.",
                remedy: "nothing; the pods start when the build has pushed the image.")
        case .imageNeverBuilt:
            Text(
                sentence: "no image was built yet.", brief: "it was never built",
                cause: "\(pull.image) does not exist, and no build has run for it.",
                remedy:
                    "push a commit, or start the build workflow on the repository's Actions page; see there that it "
                    + "is enabled.")
        case .imageBuildFailed:
            Text(
                sentence: "the image was not built.", brief: "its build failed",
                cause: "\(pull.image) does not exist, because its build failed.",
                remedy: "open the build's log, push a fix, or re-run the build if the cause was passing.")
        default:
            Text(
                sentence: "the image does not exist.", brief: "the image does not exist",
                cause: "Pulling \(pull.image) failed: the registry has no such tag"
                    + (pull.hasBuildSucceeded ? ", although the build succeeded." : "."),
                remedy: pull.isOfProject
                    ? "check that the build pushes the image with the full commit SHA as its tag, then re-run the build."
                    : "mend the image's name or its tag in the manifests, and push.")
        }
    }

    private var token: String {
        "give Slipway a classic token with `read:packages` (`\(pull.registryEntry).username`, "
            + "`\(pull.registryEntry).passwordFile`)"
    }

    private func ofLogin(_ kind: Diagnosis.Kind) -> Text {
        switch kind {
        case .registryLoginMissing:
            Text(
                sentence: "the image cannot be pulled without a login.", brief: "no login for the registry",
                cause: "\(pull.registry) does not give \(pull.image) to everybody, and \(whyNoLogin).",
                remedy: !pull.isOfProject
                    ? "put a pull Secret for \(pull.registry) into the namespace and name it in `imagePullSecrets`, "
                        + "or take an image that is public."
                    : pull.hasLogin
                        ? "take `imagePullSecrets` and `serviceAccountName` out of the manifests (the namespace's "
                            + "default ServiceAccount has Slipway's pull Secret), and push."
                        : "\(token), or make the package public.")
        case .registryScopeMissing:
            Text(
                sentence: "Slipway's login may not pull the image.", brief: "the login lacks `read:packages`".unmarked,
                cause:
                    "\(pull.registry) knows the login, but refuses \(pull.image): the token lacks `read:packages`, "
                    + "or its account may not see the package.",
                remedy: "\(token) of an account that may read the package, or give that account access to it.")
        default:
            Text(
                sentence: "the registry refuses Slipway's login.", brief: "the registry refuses the login",
                cause:
                    "\(pull.registry) answers the login for \(pull.image) with a refusal: its token has expired, was "
                    + "revoked or is wrong.",
                remedy: "\(token); the pods then pull by themselves.")
        }
    }

    private var whyNoLogin: String {
        if let secrets = pull.missingSecrets { return "the pull Secret `\(secrets)` is missing in `\(pull.namespace)`" }
        if pull.hasLogin || !pull.isOfProject { return "the pods present no login that it takes" }
        return "Slipway was given no login for it"
    }

    private func ofRegistry(_ kind: Diagnosis.Kind) -> Text {
        switch kind {
        case .registryLimited:
            Text(
                sentence: "the registry limits how often images are pulled.",
                brief: "the registry limits the number of pulls",
                cause: "\(pull.registry) answered 429 for \(pull.image).",
                remedy: "wait, the cluster tries again; a login for that registry has a higher limit.")
        default:
            Text(
                sentence: "the nodes cannot reach the registry.", brief: "the registry cannot be reached",
                cause: "Pulling \(pull.image) failed: \(pull.words).",
                remedy:
                    "let the nodes connect to \(pull.registry) (DNS, firewall, proxy of the container runtime); the "
                    + "cluster keeps trying.")
        }
    }

    private func ofImage(_ kind: Diagnosis.Kind) -> Text {
        switch kind {
        case .imageNameInvalid:
            Text(
                sentence: "the image's name is not valid.", brief: "the image's name is not valid",
                cause: "\(pull.image) cannot be the name of an image; names are lower case.",
                remedy: "write the image's name in lower case in the manifests, and push.")
        case .imagePlatformMissing:
            Text(
                sentence: "the image was built for another processor.",
                brief: "the image was built for another processor",
                cause: "\(pull.image) holds nothing for the nodes' architecture.",
                remedy: "build it for the nodes' platform too (`platforms: linux/amd64,linux/arm64` of "
                    + "docker/build-push-action), and push.")
        default:
            Text(
                sentence: "the image cannot be pulled.",
                brief: pull.words.isEmpty ? "the cluster gives no reason" : pull.words,
                cause:
                    "Pulling \(pull.image) failed: \(pull.words.isEmpty ? "the cluster gives no reason" : pull.words).",
                remedy: "look at `\(pull.describe)`, and re-run the build once the cause is gone.")
        }
    }
}
