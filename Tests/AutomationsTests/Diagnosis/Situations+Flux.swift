@testable import Automations

extension Situation {
    static let flux: [Situation] = [
        Situation(
            title: "Flux's types (CRDs) are not in the cluster", objects: "", isFluxInstalled: false,
            kind: .fluxNotInstalled, outlook: .passing, says: "Flux is not installed in the cluster.",
            because: "The cluster does not know the types `GitRepository` and `Kustomization`.",
            remedy: "install it with `flux install`; Slipway then goes on by itself."),
        Situation(
            title: "source-controller is down: a request was not answered",
            objects: Fixture.flux().replacing(
                "metadata: {name: x-repo,",
                with:
                    "metadata: {name: x-repo, annotations: {reconcile.fluxcd.io/requestedAt: "
                    + "\"2026-03-14T11:45:00.000000Z\"},"
            ),
            kind: .fluxNotRunning, outlook: .passing, says: "Flux does not answer.",
            because: "The GitRepository was not looked at for 15 min: the source-controller is down or has too much "
                + "to do.",
            remedy: "look at `kubectl get pods -n flux-system` and `kubectl logs -n flux-system "
                + "deploy/source-controller`; Slipway goes on by itself when it is back."),
        Situation(
            title: "Flux never looked at a new object (`observedGeneration: -1`)",
            objects: """
                \(Fixture.gitRepository)
                ---
                apiVersion: kustomize.toolkit.fluxcd.io/v1
                kind: Kustomization
                metadata: {name: x-staging, generation: 1, creationTimestamp: "2026-03-14T11:30:00Z"}
                spec: {interval: 3m, path: ./k8s/overlays/staging, prune: true, sourceRef: {kind: GitRepository, \
                name: x-repo}}
                status: {observedGeneration: -1}
                """,
            kind: .fluxNotRunning, outlook: .passing, says: "Flux does not answer.",
            because: "The Kustomization was not looked at for 30 min: the kustomize-controller is down or has too "
                + "much to do.",
            remedy: "look at `kubectl get pods -n flux-system` and `kubectl logs -n flux-system "
                + "deploy/kustomize-controller`; Slipway goes on by itself when it is back."),
        Situation(
            title: "Somebody deleted the Kustomization",
            objects: Fixture.gitRepository,
            kind: .environmentNotPrepared, says: "the environment is not prepared.",
            because: "Kustomization is missing in the namespace `project-x-staging`.",
            remedy: "see why with `slipway project show`, then re-run the build."),
        Situation(
            title: "Somebody ran `flux suspend`", objects: Fixture.flux(suspended: "Kustomization"),
            kind: .fluxSuspended, says: "Flux is suspended.",
            because: "The Kustomization has `spec.suspend` set, so Flux does not touch it.",
            remedy: "resume it with `flux resume kustomization -n project-x-staging x-staging`, then push again or "
                + "re-run the build."),
        Situation(
            title: "Flux gave up on a source (stalled)",
            // fluxcd/source-controller, `api/v1`: URLInvalidReason.
            objects: Fixture.flux(
                source: .init(
                    reason: "URLInvalid", message: "invalid URL escape \"%zz\"", isStalled: true)),
            kind: .fluxStalled, says: "Flux gave up.",
            because: "The GitRepository is stalled (URLInvalid): invalid URL escape \"%zz\".",
            remedy: "mend what `kubectl describe -n project-x-staging gitrepository x-repo` names; Flux tries again "
                + "when the object changes."),
    ]

    private static let proxyRemedy =
        "mend `fluxProxy` or `proxy` in Slipway's configuration (or the source-controller's own `HTTPS_PROXY`): the "
        + "cluster must reach that address, and its user name and password must be right; restart Slipway, and Flux "
        + "gets the new one."

    static let fetching: [Situation] = [
        Situation(
            title: "The login may not read the repository (App not installed on it, token revoked)",
            objects: Fixture.fetching(
                "unable to list remote for 'https://github.com/acme/web-shop': authentication required: Repository "
                    + "not found."
            ),
            kind: .gitLoginRefused, outlook: .passing, says: "`github.com` refuses Flux's login.",
            because: "Fetching `https://github.com/acme/web-shop` failed: authentication required: Repository not "
                + "found. A repository that does not exist gets the same answer.",
            remedy: "check that Slipway's GitHub App is installed on the repository, or that its token may read it; "
                + "Slipway then gives Flux a new login by itself. For a mirror (`sourceURL`) check `sourceUsername` "
                + "and `sourcePassword` instead."),
        Situation(
            title: "The Secret with Flux's login is missing",
            objects: Fixture.flux(
                source: .init(
                    reason: "AuthenticationFailed",
                    message: "failed to get secret 'project-x-staging/x-git-auth': secrets \"x-git-auth\" not found",
                    alsoFails: "FetchFailed")),
            kind: .gitLoginMissing, outlook: .passing, says: "Flux has no login for the repository.",
            because: "Flux reports: failed to get secret 'project-x-staging/x-git-auth': secrets \"x-git-auth\" not "
                + "found.",
            remedy: "wait: Slipway puts the Secret `x-git-auth` back by itself, but not while the project is paused "
                + "(`slipway project resume`); Flux then goes on."),
        Situation(
            title: "The repository was deleted, or renamed without a redirect",
            objects: Fixture.fetching("unable to clone 'https://github.com/acme/web-shop': repository not found"),
            kind: .repositoryGone, outlook: .passing, says: "the repository is gone.",
            because: "`https://github.com/acme/web-shop` does not exist, or Flux's login may not see it.",
            remedy: "restore it on GitHub, or check that Slipway's GitHub App is installed on it; a mirror "
                + "(`sourceURL`) must hold it under that name. Flux keeps trying."),
        Situation(
            title: "The branch was deleted or renamed",
            objects: Fixture.fetching(
                "unable to clone 'https://github.com/acme/web-shop': couldn't find remote ref \"refs/heads/main\""),
            kind: .branchMissing, outlook: .passing, says: "the branch `main` does not exist.",
            because: "Flux follows the branch `main` of `https://github.com/acme/web-shop`, which has none of that "
                + "name.",
            remedy: "push the branch `main`; Flux keeps trying."),
        Situation(
            title: "The cluster cannot reach GitHub (firewall, country): `dial tcp …: i/o timeout`",
            objects: Fixture.fetching(
                "unable to list remote for 'https://github.com/acme/web-shop': Get "
                    + "\"https://github.com/acme/web-shop/info/refs?service=git-upload-pack\": dial tcp "
                    + "20.205.243.166:443: i/o timeout"),
            kind: .gitHostUnreachable, outlook: .passing, says: "Flux cannot reach `github.com`.",
            because: "From inside the cluster, fetching `https://github.com/acme/web-shop` failed: dial tcp "
                + "20.205.243.166:443: i/o timeout.",
            remedy: "let the nodes connect to `github.com` on port 443 (firewall, security group); where that cannot "
                + "be, give Flux a proxy: set `fluxProxy: http://<proxy>:<port>` in Slipway's configuration "
                + "and restart it."),
        Situation(
            title: "Fetching takes longer than the time-out",
            objects: Fixture.fetching(
                "unable to clone 'https://github.com/acme/web-shop': context deadline exceeded"),
            kind: .gitHostUnreachable, outlook: .passing, says: "Flux cannot reach `github.com`.",
            because: "From inside the cluster, fetching `https://github.com/acme/web-shop` failed: context deadline "
                + "exceeded.",
            remedy: "let the nodes connect to `github.com` on port 443 (firewall, security group); where that cannot "
                + "be, give Flux a proxy: set `fluxProxy: http://<proxy>:<port>` in Slipway's configuration "
                + "and restart it."),
        Situation(
            title: "DNS in the cluster does not know GitHub",
            objects: Fixture.fetching(
                "unable to clone 'https://github.com/acme/web-shop': Get "
                    + "\"https://github.com/acme/web-shop/info/refs?service=git-upload-pack\": dial tcp: lookup "
                    + "github.com on 10.43.0.10:53: no such host"),
            kind: .gitHostUnknown, outlook: .passing, says: "the cluster does not know the name `github.com`.",
            because: "Fetching `https://github.com/acme/web-shop` failed: dial tcp: lookup github.com on "
                + "10.43.0.10:53: no such host.",
            remedy: "look at the cluster's DNS (`kubectl logs -n kube-system -l k8s-app=kube-dns`); where names of "
                + "the Internet are not known, give Flux a proxy: set `fluxProxy: http://<proxy>:<port>` in "
                + "Slipway's configuration and restart it."),
        Situation(
            title: "Flux's proxy cannot be reached from the cluster",
            objects: Fixture.fetching(
                "unable to list remote for 'https://github.com/acme/web-shop': Get "
                    + "\"https://github.com/acme/web-shop/info/refs?service=git-upload-pack\": proxyconnect tcp: dial "
                    + "tcp 10.0.0.5:3128: connect: connection refused"),
            kind: .gitProxyFailing, outlook: .passing, says: "Flux cannot use its proxy.",
            because: "Fetching `https://github.com/acme/web-shop` failed: proxyconnect tcp: dial tcp 10.0.0.5:3128: "
                + "connect: connection refused.",
            remedy: proxyRemedy),
        Situation(
            // Go's net/http gives back the phrase of the proxy's answer.
            title: "Flux's proxy wants another login (407)",
            objects: Fixture.fetching(
                "unable to list remote for 'https://github.com/acme/web-shop': Get "
                    + "\"https://github.com/acme/web-shop/info/refs?service=git-upload-pack\": Proxy Authentication "
                    + "Required"),
            kind: .gitProxyFailing, outlook: .passing, says: "Flux cannot use its proxy.",
            because: "Fetching `https://github.com/acme/web-shop` failed: Proxy Authentication Required.",
            remedy: proxyRemedy),
        Situation(
            title: "A proxy in between shows a certificate of its own",
            objects: Fixture.fetching(
                "unable to list remote for 'https://github.com/acme/web-shop': Get "
                    + "\"https://github.com/acme/web-shop/info/refs?service=git-upload-pack\": tls: failed to verify "
                    + "certificate: x509: certificate signed by unknown authority"),
            kind: .gitHostUntrusted, outlook: .passing, says: "Flux does not trust the certificate of `github.com`.",
            because: "Fetching `https://github.com/acme/web-shop` failed: tls: failed to verify certificate: x509: "
                + "certificate signed by unknown authority.",
            remedy: "a proxy that opens connections, or a GitHub server with its own authority, needs that "
                + "authority's certificate in Flux's source-controller (`SSL_CERT_DIR` and a mounted ConfigMap)."),
        Situation(
            title: "Something else fails while fetching",
            objects: Fixture.fetching("unable to clone 'https://github.com/acme/web-shop': pkt-line 3: EOF"),
            kind: .sourceFailed, outlook: .passing, says: "Flux cannot fetch the repository.",
            because: "Flux reports: unable to clone 'https://github.com/acme/web-shop': pkt-line 3: EOF.",
            remedy: "look at `kubectl describe -n project-x-staging gitrepository x-repo` and mend what it names; "
                + "Flux keeps trying."),
    ]

    static let manifests: [Situation] = [
        Situation(
            title: "The overlay's folder is missing",
            objects: Fixture.applying(
                "kustomization path not found: stat /tmp/kustomization-878691743/k8s/overlays/staging: no such file "
                    + "or directory",
                reason: "ArtifactFailed"),
            kind: .overlayMissing, says: "`./k8s/overlays/staging` is missing in the repository.",
            because: "Flux looks for the manifests of this environment there, and `main` has no such folder.",
            remedy: "add the folder with a `kustomization.yaml` (`slipway template render` shows what a new "
                + "repository gets) and push."),
        Situation(
            title: "A kustomization names a file that does not exist",
            objects: Fixture.applying(
                "kustomize build failed: accumulating resources: accumulation err='accumulating resources from "
                    + "'service.yaml': open /tmp/kustomization-2520510114/k8s/base/service.yaml: no such file or "
                    + "directory'",
                reason: "BuildFailed"),
            kind: .manifestsInvalid, says: "the manifests cannot be built.",
            because: "Building them failed: accumulating resources: accumulation err='accumulating resources from "
                + "'service.yaml': open k8s/base/service.yaml: no such file or directory'.",
            remedy: "run `kubectl kustomize k8s/overlays/staging` in the repository, mend what it names, and push."),
        Situation(
            title: "A kustomization names a base elsewhere that may not be read",
            objects: Fixture.applying(
                "kustomize build failed: accumulating resources: accumulation err='accumulating resources from "
                    + "'https://example.com/acme/base.git?ref=v1': authentication required'",
                reason: "BuildFailed"),
            kind: .manifestsInvalid, says: "the manifests cannot be built.",
            because: "Building them failed: accumulating resources: accumulation err='accumulating resources from "
                + "'https://example.com/acme/base.git?ref=v1': authentication required'.",
            remedy: "run `kubectl kustomize k8s/overlays/staging` in the repository, mend what it names, and push."),
        Situation(
            title: "A manifest is not valid YAML",
            objects: Fixture.applying(
                "kustomize build failed: accumulating resources: accumulation err='accumulating resources from "
                    + "'deployment.yaml': MalformedYAMLError: yaml: line 12: mapping values are not allowed in this "
                    + "context in File: deployment.yaml'", reason: "BuildFailed"),
            kind: .manifestsInvalid, says: "the manifests cannot be built.",
            because: "Building them failed: accumulating resources: accumulation err='accumulating resources from "
                + "'deployment.yaml': MalformedYAMLError: yaml: line 12: mapping values are not allowed in this "
                + "context in File: deployment.yaml'.",
            remedy: "run `kubectl kustomize k8s/overlays/staging` in the repository, mend what it names, and push."),
        Situation(
            title: "The manifests hold a kind whose CRD is not installed",
            objects: Fixture.applying(
                "ServiceMonitor/project-x-staging/web dry-run failed: no matches for kind \"ServiceMonitor\" in "
                    + "version \"monitoring.coreos.com/v1\""),
            kind: .objectKindUnknown, says: "the cluster does not know the kind `ServiceMonitor`.",
            because: "The manifests hold a `ServiceMonitor` of `monitoring.coreos.com/v1`, and what defines it is "
                + "not installed.",
            remedy: "have it installed in the cluster, or take the object out of the manifests and push."),
        Situation(
            title: "The manifests hold an object that the deployer may not apply",
            objects: Fixture.applying(
                "ClusterRole/web dry-run failed (Forbidden): clusterroles.rbac.authorization.k8s.io \"web\" is "
                    + "forbidden: User \"system:serviceaccount:project-x-staging:slipway-deployer\" cannot patch "
                    + "resource \"clusterroles\" in API group \"rbac.authorization.k8s.io\" at the cluster scope"),
            kind: .impersonationForbidden, says: "Flux may not apply `ClusterRole/web`.",
            because: "The ServiceAccount `slipway-deployer` may edit this namespace and nothing else. Flux reports: "
                + "clusterroles.rbac.authorization.k8s.io \"web\" is forbidden: User "
                + "\"system:serviceaccount:project-x-staging:slipway-deployer\" cannot patch resource "
                + "\"clusterroles\" in API group \"rbac.authorization.k8s.io\" at the cluster scope.",
            remedy: "take that out of the manifests and push, or have somebody with the right apply it."),
        Situation(
            // client-go's discovery answers "unknown" for whatever is not 2xx; nothing of the text is Flux's own.
            title: "The deployer's ServiceAccount or RoleBinding is missing",
            objects: Fixture.applying(
                "ConfigMap/project-x-staging/web dry-run failed (Forbidden): failed to get server groups: unknown"),
            kind: .impersonationForbidden, outlook: .passing, says: "Flux cannot act as `slipway-deployer`.",
            because: "The ServiceAccount `slipway-deployer` or its RoleBinding is missing in `project-x-staging`. "
                + "Flux reports: ConfigMap/project-x-staging/web dry-run failed (Forbidden): failed to get server "
                + "groups: unknown.",
            remedy: "let Slipway put them back: it does so by itself, or with `slipway project repair`, but not while "
                + "the project is paused (`slipway project resume`); then re-run the build."),
        Situation(
            title: "ingress-nginx: another Ingress has the host already",
            objects: Fixture.applying(
                "Ingress/project-x-staging/web dry-run failed (BadRequest): admission webhook "
                    + "\"validate.nginx.ingress.kubernetes.io\" denied the request: host \"shop.apps.example.com\" "
                    + "and path \"/\" is already defined in ingress default/web-shop"),
            kind: .hostTaken, says: "the address `shop.apps.example.com` is already taken.",
            because: "The Ingress `default/web-shop` serves it, and two cannot.",
            remedy: "choose another host in the manifests and push, or remove that Ingress."),
        Situation(
            title: "A change to a field that cannot be changed",
            objects: Fixture.applying(
                "Deployment/project-x-staging/web dry-run failed (Invalid): Deployment.apps \"web\" is invalid: "
                    + "spec.selector: Invalid value: "
                    + "v1.LabelSelector{MatchLabels:map[string]string{\"app\":\"shop\"}}: field is immutable"
            ),
            kind: .objectUnchangeable, says: "`Deployment/web` cannot be changed that way.",
            because: "The cluster reports: Deployment.apps \"web\" is invalid: spec.selector: Invalid value: "
                + "v1.LabelSelector{MatchLabels:map[string]string{\"app\":\"shop\"}}: field is immutable.",
            remedy: "undo that change and push, or delete the object (`kubectl delete -n project-x-staging "
                + "deployment/web`): Flux makes it again, and until then it does not run."),
        Situation(
            title: "An admission webhook is down",
            objects: Fixture.applying(
                "Ingress/project-x-staging/web dry-run failed (InternalError): Internal error occurred: failed "
                    + "calling webhook \"validate.nginx.ingress.kubernetes.io\": failed to call webhook: Post "
                    + "\"https://ingress-admission.ingress-nginx.svc:443/networking/v1/ingresses?timeout=10s\": "
                    + "context deadline exceeded"),
            kind: .admissionUnavailable, outlook: .passing, says: "a check of the cluster does not answer.",
            because: "The admission webhook `validate.nginx.ingress.kubernetes.io` cannot be called: Post "
                + "\"https://ingress-admission.ingress-nginx.svc:443/networking/v1/ingresses?timeout=10s\": context "
                + "deadline exceeded.",
            remedy: "have the component behind it looked at (`kubectl get validatingwebhookconfigurations`); Flux "
                + "keeps trying."),
        Situation(
            title: "The cluster does not accept an object",
            objects: Fixture.applying(
                "Deployment/project-x-staging/web dry-run failed (Invalid): Deployment.apps \"web\" is invalid: "
                    + "spec.template.spec.containers[0].name: Required value"),
            kind: .objectRefused, says: "the cluster refuses `Deployment/web`.",
            because: "The cluster reports: Deployment.apps \"web\" is invalid: "
                + "spec.template.spec.containers[0].name: Required value.",
            remedy: "mend in the manifests what it names, and push."),
        Situation(
            title: "Something else fails while applying",
            objects: Fixture.applying("failed to decrypt and apply the inventory"),
            kind: .applyFailed, says: "Flux cannot apply the manifests.",
            because: "Flux reports: failed to decrypt and apply the inventory.",
            remedy: "look at `kubectl describe -n project-x-staging kustomization x-staging`, mend the object that "
                + "the message names, and push."),
        Situation(
            title: "A health check ran out of time",
            objects: Fixture.applying(
                "health check failed after 2m0.038239667s: timeout waiting for: [Deployment/project-x-staging/web "
                    + "status: 'InProgress', StatefulSet/project-x-staging/db status: 'InProgress']",
                reason: "HealthCheckFailed"),
            kind: .healthCheckFailed, outlook: .passing, says: "the workloads did not become healthy in time.",
            because: "Flux waited, and at the end `Deployment/web` is InProgress and `StatefulSet/db` is InProgress.",
            remedy: "look at `kubectl get pods -n project-x-staging` and `kubectl get events -n project-x-staging`, "
                + "mend what keeps them back, and push."),
        Situation(
            title: "The Kustomization depends on another that is not ready",
            objects: Fixture.applying("dependency 'flux-system/infra' is not ready", reason: "DependencyNotReady"),
            kind: .dependencyNotReady, outlook: .passing, says: "Flux waits for something else first.",
            because: "Flux reports: dependency 'flux-system/infra' is not ready.",
            remedy: "look at what it names; Flux goes on by itself when that is ready."),
        Situation(
            title: "The repository was not fetched yet",
            objects: Fixture.applying("Source artifact not found, retrying in 30s", reason: "ArtifactFailed"),
            kind: .sourceNotReady, outlook: .passing, says: "Flux has nothing to apply yet.",
            because: "The repository was not fetched: Source artifact not found, retrying in 30s.",
            remedy: "look at `kubectl describe gitrepository -n project-x-staging`; Flux keeps trying."),
    ]
}
