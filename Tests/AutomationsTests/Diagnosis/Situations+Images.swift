@testable import Automations

extension Situation {
    /// As the kubelet repeats containerd's words from 1.31 on.
    private static func pulling(_ words: String, backingOff: Bool = true) -> String {
        let cause = "failed to pull and unpack image \"\(Fixture.image)\": \(words)"
        return Fixture.web
            + (backingOff
                ? Fixture.waiting(
                    "ImagePullBackOff", "Back-off pulling image \"\(Fixture.image)\": ErrImagePull: \(cause)")
                : Fixture.waiting("ErrImagePull", cause))
    }

    private static func resolving(_ words: String) -> String {
        pulling("failed to resolve reference \"\(Fixture.image)\": \(words)")
    }

    private static let tokenServer = "https://ghcr.io/token?scope=repository%3Aacme%2Fweb-shop%3Apull&service=ghcr.io"
    private static let notFound = resolving("\(Fixture.image): not found")

    static let images: [Situation] = [
        Situation(
            title: "The image is being built", objects: notFound, build: .running,
            kind: .imageBeingBuilt, outlook: .expected, says: "the image is still being built.",
            because: "`ghcr.io/acme/web-shop:3f2a1bc` does not exist yet; its build is queued or running.",
            remedy: "nothing; the pods start when the build has pushed the image."),
        Situation(
            // GitHub's registry answers for a package that does not exist as for one that may not be seen.
            title: "No build has ever run",
            objects: resolving(
                "failed to authorize: failed to fetch oauth token: unexpected status from GET request to "
                    + "\(tokenServer): 403 Forbidden"), build: .never,
            kind: .imageNeverBuilt, says: "no image was built yet.",
            because: "`ghcr.io/acme/web-shop:3f2a1bc` does not exist, and no build has run for it.",
            remedy: "push a commit, or start the build workflow on the repository's Actions page; see there that it "
                + "is enabled."),
        Situation(
            title: "The build failed", objects: notFound, build: .failed,
            kind: .imageBuildFailed, says: "the image was not built.",
            because: "`ghcr.io/acme/web-shop:3f2a1bc` does not exist, because its build failed.",
            remedy: "open the build's log, push a fix, or re-run the build if the cause was passing."),
        Situation(
            title: "The build succeeded, but pushed another tag", objects: notFound,
            kind: .imageTagMissing, says: "the image does not exist.",
            because: "Pulling `ghcr.io/acme/web-shop:3f2a1bc` failed: the registry has no such tag, although the "
                + "build succeeded.",
            remedy: "check that the build pushes the image with the full commit SHA as its tag, then re-run the "
                + "build."),
        Situation(
            title: "The image is private, and Slipway was given no login for the registry",
            objects: resolving(
                "failed to authorize: failed to fetch anonymous token: unexpected status from GET request to "
                    + "\(tokenServer): 401 Unauthorized"), hasRegistryLogin: false,
            kind: .registryLoginMissing, says: "the image cannot be pulled without a login.",
            because: "`ghcr.io` does not give `ghcr.io/acme/web-shop:3f2a1bc` to everybody, and Slipway was given no "
                + "login for it.",
            remedy: "give Slipway a classic token with `read:packages` (`registry.username`, "
                + "`registry.passwordFile`), or make the package public."),
        Situation(
            title: "The pull Secret is missing in the namespace",
            objects: resolving(
                "failed to authorize: failed to fetch anonymous token: unexpected status from GET request to "
                    + "\(tokenServer): 401 Unauthorized")
                + Fixture.event(
                    "FailedToRetrieveImagePullSecret",
                    "Unable to retrieve some image pull secrets (4711-ghcr-auth); attempting to pull the image may "
                        + "not succeed."
                ),
            kind: .registryLoginMissing, says: "the image cannot be pulled without a login.",
            because: "`ghcr.io` does not give `ghcr.io/acme/web-shop:3f2a1bc` to everybody, and the pull Secret "
                + "`4711-ghcr-auth` is missing in `project-x-staging`.",
            remedy: "take `imagePullSecrets` and `serviceAccountName` out of the manifests (the namespace's default "
                + "ServiceAccount has Slipway's pull Secret), and push."),
        Situation(
            // akuity/kargo pull request 778: the words of ghcr.io for an expired token.
            title: "The registry's token has expired",
            objects: resolving(
                "failed to authorize: failed to fetch oauth token: unexpected status from GET request to "
                    + "\(tokenServer): 403 Forbidden"),
            kind: .registryLoginRefused, says: "the registry refuses Slipway's login.",
            because: "`ghcr.io` answers the login for `ghcr.io/acme/web-shop:3f2a1bc` with a refusal: its token has "
                + "expired, was revoked or is wrong.",
            remedy: "give Slipway a classic token with `read:packages` (`registry.username`, "
                + "`registry.passwordFile`); the pods then pull by themselves."),
        Situation(
            title: "The registry's token lacks `read:packages`",
            objects: resolving(
                "unexpected status from HEAD request to https://ghcr.io/v2/acme/web-shop/manifests/3f2a1bc: 403 "
                    + "Forbidden"
            ),
            kind: .registryScopeMissing, says: "Slipway's login may not pull the image.",
            because: "`ghcr.io` knows the login, but refuses `ghcr.io/acme/web-shop:3f2a1bc`: the token lacks "
                + "`read:packages`, or its account may not see the package.",
            remedy: "give Slipway a classic token with `read:packages` (`registry.username`, "
                + "`registry.passwordFile`) of an account that may read the package, or give that account access to "
                + "it."),
        Situation(
            title: "Another container's image does not exist, while the project's own is being built",
            objects: notFound.replacing("image: \"\(Fixture.image)\", ready", with: "image: \"redis:7.99\", ready"),
            build: .running,
            kind: .imageTagMissing, says: "the image does not exist.",
            because: "Pulling `redis:7.99` failed: the registry has no such tag.",
            remedy: "mend the image's name or its tag in the manifests, and push."),
        Situation(
            title: "Another container's image is private",
            objects: resolving("pull access denied, repository does not exist or may require authorization").replacing(
                "image: \"\(Fixture.image)\", ready", with: "image: \"docker.io/acme/vault:1.2\", ready"),
            kind: .registryLoginMissing, says: "the image cannot be pulled without a login.",
            because: "`docker.io` does not give `docker.io/acme/vault:1.2` to everybody, and the pods present no "
                + "login that it takes.",
            remedy: "put a pull Secret for `docker.io` into the namespace and name it in `imagePullSecrets`, or take "
                + "an image that is public."),
        Situation(
            title: "The image has nothing for the nodes' processor",
            objects: pulling("no match for platform in manifest: not found"),
            kind: .imagePlatformMissing, says: "the image was built for another processor.",
            because: "`ghcr.io/acme/web-shop:3f2a1bc` holds nothing for the nodes' architecture.",
            remedy: "build it for the nodes' platform too (`platforms: linux/amd64,linux/arm64` of "
                + "docker/build-push-action), and push."),
        Situation(
            title: "The tag is missing, and only an Event says so (Kubernetes before 1.31)",
            objects: Fixture.web
                + Fixture.waiting("ImagePullBackOff", "Back-off pulling image \"\(Fixture.image)\"")
                + Fixture.event(
                    "Failed",
                    "Failed to pull image \"\(Fixture.image)\": rpc error: code = NotFound desc = failed to pull and "
                        + "unpack image \"\(Fixture.image)\": failed to resolve reference \"\(Fixture.image)\": "
                        + "\(Fixture.image): not found"),
            kind: .imageTagMissing, says: "the image does not exist.",
            because: "Pulling `ghcr.io/acme/web-shop:3f2a1bc` failed: the registry has no such tag, although the "
                + "build succeeded.",
            remedy: "check that the build pushes the image with the full commit SHA as its tag, then re-run the "
                + "build."),
        Situation(
            title: "The registry limits pulls",
            objects: resolving(
                "unexpected status from HEAD request to https://ghcr.io/v2/acme/web-shop/manifests/3f2a1bc: 429 Too "
                    + "Many Requests"
            ),
            kind: .registryLimited, outlook: .passing, says: "the registry limits how often images are pulled.",
            because: "`ghcr.io` answered 429 for `ghcr.io/acme/web-shop:3f2a1bc`.",
            remedy: "wait, the cluster tries again; a login for that registry has a higher limit."),
        Situation(
            title: "The nodes cannot reach the registry",
            objects: resolving(
                "failed to do request: Head \"https://ghcr.io/v2/acme/web-shop/manifests/3f2a1bc\": dial tcp "
                    + "140.82.121.33:443: i/o timeout"),
            kind: .registryUnreachable, outlook: .passing, says: "the nodes cannot reach the registry.",
            because: "Pulling `ghcr.io/acme/web-shop:3f2a1bc` failed: dial tcp 140.82.121.33:443: i/o timeout.",
            remedy: "let the nodes connect to `ghcr.io` (DNS, firewall, proxy of the container runtime); the cluster "
                + "keeps trying."),
        Situation(
            title: "The image's name has capitals",
            objects: Fixture.web
                + Fixture.waiting(
                    "InvalidImageName",
                    "Failed to apply default image tag \"ghcr.io/Acme/web-shop:3f2a1bc\": couldn't parse image name: "
                        + "invalid reference format: repository name (Acme/web-shop) must be lowercase"
                ).replacing(
                    "image: \"\(Fixture.image)\", ready", with: "image: \"ghcr.io/Acme/web-shop:3f2a1bc\", ready"),
            kind: .imageNameInvalid, says: "the image's name is not valid.",
            because: "`ghcr.io/Acme/web-shop:3f2a1bc` cannot be the name of an image; names are lower case.",
            remedy: "write the image's name in lower case in the manifests, and push."),
        Situation(
            title: "Something else fails while pulling",
            objects: pulling(
                "failed to extract layer sha256:1f2e: write /var/lib/containerd/tmp: no space left on device"),
            kind: .imagePullFailed, says: "the image cannot be pulled.",
            because: "Pulling `ghcr.io/acme/web-shop:3f2a1bc` failed: failed to extract layer sha256:1f2e: write "
                + "/var/lib/containerd/tmp: no space left on device.",
            remedy: "look at `kubectl describe -n project-x-staging pod web-7fff8dcb97-tfw25`, and re-run the build "
                + "once the cause is gone."),
        Situation(
            title: "The manifests name another image", objects: Fixture.deployment(image: "docker.io/acme/shop:1.0"),
            kind: .imageNotUsed, says: "no workload runs the new image.",
            because: "The manifests name `docker.io/acme/shop:1.0`, not `ghcr.io/acme/web-shop:3f2a1bc`.",
            remedy: "name the image `ghcr.io/acme/web-shop` in the manifests; Slipway sets its tag."),
    ]
}
