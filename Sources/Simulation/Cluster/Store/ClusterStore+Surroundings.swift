import Foundation

extension ClusterStore {
    /// Where Flux runs. Nothing there is simulated but how it looks.
    static let fluxPlace = "flux-system"

    /// What was installed in the cluster before Slipway came.
    func seedSurroundings() {
        for storageClass in options.storageClasses {
            var object: JSONValue = [
                "apiVersion": "storage.k8s.io/v1", "kind": "StorageClass",
                "metadata": ["name": .string(storageClass.name)], "provisioner": "simulated.example/volumes",
            ]
            if storageClass.isDefault {
                object["metadata", "annotations"] = ["storageclass.kubernetes.io/is-default-class": "true"]
            }
            _ = try? apply(object, manager: "cluster")
        }
        for name in options.clusterIssuers ?? [] { seedIssuer(name) }
        for name in options.admissionPolicies { seedPolicy(name) }
        if options.installsFlux { for controller in options.fluxControllers { seedFlux(controller) } }
    }

    private func seedIssuer(_ name: String) {
        let object: JSONValue = [
            "apiVersion": "cert-manager.io/v1", "kind": "ClusterIssuer", "metadata": ["name": .string(name)],
            "spec": ["selfSigned": [:]],
        ]
        _ = try? apply(object, manager: "cluster")
        let ready: JSONValue = [
            "type": "Ready", "status": "True", "reason": "IsReady", "message": "",
            "lastTransitionTime": .string(timestamp),
        ]
        change(kind: "ClusterIssuer", name: name, manager: "cert-manager", status: true) {
            $0["status"] = ["conditions": [ready]]
        }
    }

    private func seedPolicy(_ name: String) {
        let version: JSONValue = "admissionregistration.k8s.io/v1"
        let policy: JSONValue = [
            "apiVersion": version, "kind": "ValidatingAdmissionPolicy", "metadata": ["name": .string(name)],
            "spec": ["failurePolicy": "Fail", "validations": [["expression": "true"]]],
        ]
        let binding: JSONValue = [
            "apiVersion": version, "kind": "ValidatingAdmissionPolicyBinding", "metadata": ["name": .string(name)],
            "spec": ["policyName": .string(name), "validationActions": ["Deny"]],
        ]
        for object in [policy, binding] { _ = try? apply(object, manager: "cluster") }
    }

    private func seedFlux(_ controller: SimulatedCluster.FluxController) {
        let labels: JSONValue = ["app": .string(controller.name)]
        var container: JSONValue = [
            "name": "manager", "image": .string("ghcr.io/fluxcd/\(controller.name):\(controller.version)"),
        ]
        if !controller.arguments.isEmpty { container["args"] = .array(controller.arguments.map(JSONValue.string)) }
        let object: JSONValue = [
            "apiVersion": "apps/v1", "kind": "Deployment",
            "metadata": [
                "name": .string(controller.name), "namespace": .string(Self.fluxPlace),
                "labels": ["app.kubernetes.io/part-of": "flux"],
            ],
            "spec": [
                "replicas": .int(controller.replicas), "selector": ["matchLabels": labels],
                "template": [
                    "metadata": ["labels": labels],
                    "spec": ["containers": [container]],
                ],
            ],
        ]
        _ = try? apply(object, manager: "flux")
        guard controller.ready > 0 else { return }
        change(
            kind: "Deployment", namespace: Self.fluxPlace, name: controller.name, manager: "kube-controller-manager",
            status: true
        ) {
            $0["status"] = [
                "observedGeneration": 1, "replicas": .int(controller.ready), "readyReplicas": .int(controller.ready),
            ]
        }
    }
}
