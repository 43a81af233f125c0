/// cert-manager: a Certificate for every host with TLS of an Ingress that names an issuer, issued at once.
struct CertificateController: Controller {
    let context: ControllerContext
    let issues: Bool

    func keys(after change: ObjectChange) -> [ClusterStore.Key] {
        guard change.object.kind == "Ingress", change.kind != .deleted else { return [] }
        return [.init(namespace: change.object.namespace, name: change.object.name)]
    }

    func reconcile(_ key: ClusterStore.Key) async -> Duration? {
        guard let ingress = await context.store.object(kind: "Ingress", namespace: key.namespace, name: key.name),
            let issuer = ingress["metadata", "annotations", "cert-manager.io/cluster-issuer"]?.string
        else { return nil }
        for tls in ingress.list("spec", "tls") {
            guard let secret = tls["secretName"]?.string else { continue }
            await ask(for: secret, tls["hosts"] ?? [], from: issuer, ingress)
        }
        return nil
    }

    private func ask(for secret: String, _ hosts: JSONValue, from issuer: String, _ ingress: JSONValue) async {
        let owner: JSONValue = [
            "apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "name": .string(ingress.name),
            "uid": .string(ingress.uid), "controller": true,
        ]
        let certificate: JSONValue = [
            "apiVersion": "cert-manager.io/v1", "kind": "Certificate",
            "metadata": [
                "name": .string(secret), "namespace": .string(ingress.namespace), "ownerReferences": [owner],
            ],
            "spec": [
                "secretName": .string(secret), "dnsNames": hosts,
                "issuerRef": ["group": "cert-manager.io", "kind": "ClusterIssuer", "name": .string(issuer)],
            ],
        ]
        _ = try? await context.store.apply(certificate, manager: "cert-manager")
        let isKnown = await context.store.object(kind: "ClusterIssuer", name: issuer) != nil
        if !isKnown { await tellMissing(issuer, secret, ingress) }
        await settle(secret, in: ingress.namespace, isIssued: isKnown && issues)
    }

    private func settle(_ name: String, in namespace: String, isIssued: Bool) async {
        let time = context.timestamp
        await context.store.change(
            kind: "Certificate", namespace: namespace, name: name, manager: "cert-manager", status: true
        ) {
            guard !isIssued else { return $0.setIssued(time) }
            let missing = "Issuing certificate as Secret does not exist"
            $0.setCondition("Ready", "False", reason: "DoesNotExist", message: missing, time: time)
            $0.setCondition("Issuing", "True", reason: "DoesNotExist", message: missing, time: time)
        }
    }

    /// Requests themselves are not simulated, only what is said of them.
    private func tellMissing(_ issuer: String, _ certificate: String, _ ingress: JSONValue) async {
        let request: JSONValue = [
            "apiVersion": "cert-manager.io/v1", "kind": "CertificateRequest",
            "metadata": [
                "name": .string("\(certificate)-1"), "namespace": .string(ingress.namespace),
                "uid": .string(ingress.uid),
            ],
        ]
        await EventRecorder(context: context).record(
            on: request, type: "Normal", reason: "IssuerNotFound",
            message: "Referenced \"ClusterIssuer\" not found: clusterissuer.cert-manager.io \"\(issuer)\" not found",
            component: "cert-manager-certificaterequests-issuer-acme")
    }
}

extension JSONValue {
    /// A Certificate that is issued.
    mutating func setIssued(_ time: String) {
        setCondition(
            "Ready", "True", reason: "Ready", message: "Certificate is up to date and has not expired", time: time)
        removeCondition("Issuing")
    }
}
