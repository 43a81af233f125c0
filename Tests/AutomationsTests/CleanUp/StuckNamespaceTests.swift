import KubernetesAPI
import RunEngine
import Testing

@testable import Automations

@Suite("Why a namespace does not go")
struct StuckNamespaceTests {
    private func stuck(_ messages: [String: String]) -> StuckNamespace {
        let conditions = messages.map { Condition(type: $0.key, status: .yes, message: $0.value) }
        return StuckNamespace("project-x-staging", conditions, for: 720)
    }

    @Test("a finalizer of a controller that nobody knows: its domain says whose it is")
    func unknownOwner() {
        let stuck = stuck([
            "NamespaceContentRemaining": "Some resources are remaining: configmaps. has 1 resource instances",
            "NamespaceFinalizersRemaining":
                "Some content in the namespace has finalizers remaining: example.dev/hold in 1 resource instances",
        ])
        let error = stuck.error(of: "acme/web-shop")
        #expect(error.what == "The namespace project-x-staging is being deleted for 12 min and does not go.")
        #expect(
            error.why == """
                Left in it: 1 configmaps. The finalizer `example.dev/hold` is set by a controller of example.dev; only that \
                controller removes it, after it has cleaned up.
                """)
        #expect(
            error.whatToDo == """
                See whether the controller of example.dev runs, and what its log says. Look with `kubectl get configmaps -n \
                project-x-staging`. If nobody will ever remove the finalizer: `slipway project archive acme/web-shop \
                --remove-finalizers`; what it was to clean up outside of the namespace then stays.
                """)
        #expect(stuck.summary == "stuck in Terminating: finalizer example.dev/hold of example.dev")
    }

    @Test("several types and finalizers, as Kubernetes lists them")
    func several() {
        let stuck = stuck([
            "NamespaceContentRemaining": """
            Some resources are remaining: kustomizations.kustomize.toolkit.fluxcd.io has 1 resource instances, \
            persistentvolumeclaims. has 2 resource instances
            """,
            "NamespaceFinalizersRemaining": """
            Some content in the namespace has finalizers remaining: finalizers.fluxcd.io in 1 resource instances, \
            kubernetes.io/pvc-protection in 2 resource instances
            """,
        ])
        #expect(
            stuck.remaining == [
                .init(plural: "kustomizations", group: "kustomize.toolkit.fluxcd.io", count: 1),
                .init(plural: "persistentvolumeclaims", group: "", count: 2),
            ])
        #expect(stuck.finalizers == ["finalizers.fluxcd.io", "kubernetes.io/pvc-protection"])
        let why = stuck.error(of: "acme/x").why
        #expect(why.contains("`finalizers.fluxcd.io` is Flux's"))
        #expect(why.contains("`kubernetes.io/pvc-protection` is Kubernetes's") || why.contains("is Kubernetes's;"))
        #expect(why.contains("a pod still uses the volume claim"))
        #expect(stuck.error(of: "acme/x").whatToDo.contains("kubectl get pods -n flux-system"))
    }

    @Test("what the API server cannot look at is told in its words")
    func discovery() {
        let stuck = stuck([
            "NamespaceDeletionDiscoveryFailure":
                "Discovery failed for some groups, 1 failing: metrics.k8s.io/v1beta1: stale GroupVersion discovery"
        ])
        let error = stuck.error(of: "acme/x")
        #expect(error.why.contains("Kubernetes says: Discovery failed for some groups"))
        #expect(error.whatToDo.contains("kubectl get namespace project-x-staging -o yaml"))
    }

    @Test("a namespace that says nothing")
    func silent() {
        #expect(stuck([:]).error(of: "acme/x").why == "Kubernetes does not say what holds it.")
        let content = Condition(type: "NamespaceContentRemaining", status: .no, message: "All gone")
        #expect(StuckNamespace("n", [content], for: 1).remaining.isEmpty)
    }

    @Test(
        "whose a finalizer is",
        arguments: [
            ("finalizers.fluxcd.io", "Flux"), ("acme.cert-manager.io/finalizer", "cert-manager"),
            ("service.kubernetes.io/load-balancer-cleanup", "the cloud's load balancer controller"),
            ("ingress.k8s.aws/resources", "the AWS load balancer controller"),
            ("foregroundDeletion", "Kubernetes' garbage collector"),
            ("acme.com/x", "acme.com"), ("bare", "bare"),
        ])
    func owners(finalizer: String, name: String) {
        #expect(FinalizerOwner.of(finalizer).name == name)
    }
}
