/// Who sets a finalizer and removes it again, as far as its name tells.
struct FinalizerOwner: Sendable, Hashable {
    /// In a status: "Flux".
    var name: String
    /// In a sentence: "Flux's".
    var possessive: String
    /// What it waits for.
    var what: String
    var remedy: String

    static func of(_ finalizer: String) -> FinalizerOwner {
        if let known = known.first(where: { finalizer == $0.key || finalizer.hasPrefix($0.key) }) { return known.value }
        let domain = finalizer.split(separator: "/").first.map(String.init) ?? finalizer
        return FinalizerOwner(
            name: domain, possessive: "set by a controller of \(domain)",
            what: "only that controller removes it, after it has cleaned up.",
            remedy: "See whether the controller of \(domain) runs, and what its log says.")
    }

    private static func controller(_ name: String, _ what: String, _ remedy: String) -> FinalizerOwner {
        FinalizerOwner(name: name, possessive: "\(name)'s", what: what, remedy: remedy)
    }

    /// By the finalizer, or by how it begins.
    private static let known: [(key: String, value: FinalizerOwner)] = [
        (
            "finalizers.fluxcd.io",
            controller(
                "Flux", "it prunes what it applied before it lets go.",
                "See whether source-controller and kustomize-controller run: `kubectl get pods -n flux-system`.")
        ),
        (
            "kubernetes.io/pvc-protection",
            controller(
                "Kubernetes", "a pod still uses the volume claim.",
                "Find the pod that uses the claim and delete it.")
        ),
        (
            "kubernetes.io/pv-protection",
            controller("Kubernetes", "a claim still uses the volume.", "Delete the claim that uses the volume.")
        ),
        (
            "service.kubernetes.io/load-balancer-cleanup",
            controller(
                "the cloud's load balancer controller", "it gives the load balancer back first.",
                "See whether the cloud controller manager runs and may delete load balancers.")
        ),
        (
            "batch.kubernetes.io/job-tracking",
            controller(
                "Kubernetes' job controller", "it counts the pod of a Job first.",
                "See whether kube-controller-manager runs.")
        ),
        (
            "foregroundDeletion",
            controller(
                "Kubernetes' garbage collector", "it waits for what belongs to the object.",
                "See which of its dependents has a finalizer of its own.")
        ),
        (
            "orphan",
            controller(
                "Kubernetes' garbage collector", "it lets go of what belongs to the object.",
                "See whether kube-controller-manager runs.")
        ),
        (
            "acme.cert-manager.io/",
            controller(
                "cert-manager", "it clears up a challenge first.", "See whether cert-manager runs.")
        ),
        (
            "finalizer.acme.cert-manager.io",
            controller(
                "cert-manager", "it clears up a challenge first.", "See whether cert-manager runs.")
        ),
        (
            "ingress.k8s.aws/",
            controller(
                "the AWS load balancer controller", "it gives the load balancer back first.",
                "See whether aws-load-balancer-controller runs and may delete load balancers.")
        ),
        (
            "elbv2.k8s.aws/",
            controller(
                "the AWS load balancer controller", "it gives the load balancer back first.",
                "See whether aws-load-balancer-controller runs and may delete load balancers.")
        ),
        (
            "networking.gke.io/",
            controller(
                "GKE's ingress controller", "it gives the load balancer back first.",
                "See the events of the Ingress: `kubectl describe ingress`.")
        ),
        (
            "external-attacher/",
            controller(
                "the storage driver", "it detaches the volume first.", "See whether the driver's controller runs.")
        ),
        (
            "snapshot.storage.kubernetes.io/",
            controller(
                "the snapshot controller", "a volume snapshot still needs it.", "Delete the snapshot that needs it.")
        ),
    ]
}
