import Foundation
import Simulation

/// A namespace with everything Flux needs to deploy one application into it.
struct TeamFixture: Sendable {
    let fixture: ClusterFixture

    init(_ fixture: ClusterFixture) { self.fixture = fixture }

    func object(_ kind: String, _ name: String) async -> JSONValue? {
        await fixture.cluster.object(kind, namespace: "team", name: name)
    }

    func prepare(bindsDeployer: Bool = true) async throws {
        let cluster = fixture.cluster
        try await cluster.apply(["apiVersion": "v1", "kind": "Namespace", "metadata": ["name": "team"]])
        try await cluster.apply(
            [
                "apiVersion": "v1", "kind": "ServiceAccount", "metadata": ["name": "deployer", "namespace": "team"],
            ])
        try await cluster.apply([
            "apiVersion": "v1", "kind": "Secret", "metadata": ["name": "git", "namespace": "team"],
            "data": [
                "username": .string(Data("git".utf8).base64EncodedString()),
                "password": .string(Data("git-token".utf8).base64EncodedString()),
            ],
        ])
        if bindsDeployer {
            try await cluster.apply([
                "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding",
                "metadata": ["name": "deployer", "namespace": "team"],
                "roleRef": ["apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "edit"],
                "subjects": [["kind": "ServiceAccount", "name": "deployer", "namespace": "team"]],
            ])
        }
        try await cluster.apply([
            "apiVersion": "source.toolkit.fluxcd.io/v1", "kind": "GitRepository",
            "metadata": ["name": "repo", "namespace": "team"],
            "spec": [
                "interval": "1m", "url": "https://example.com/acme/web", "ref": ["branch": "main"],
                "secretRef": ["name": "git"],
            ],
        ])
    }

    /// Pins the image to a tag.
    func release(_ tag: String) async throws {
        try await fixture.cluster.apply([
            "apiVersion": "kustomize.toolkit.fluxcd.io/v1", "kind": "Kustomization",
            "metadata": ["name": "web", "namespace": "team"],
            "spec": [
                "interval": "1m", "path": "./k8s/overlays/development", "prune": true, "targetNamespace": "team",
                "serviceAccountName": "deployer", "sourceRef": ["kind": "GitRepository", "name": "repo"],
                "images": [["name": "ghcr.io/acme/web", "newTag": .string(tag)]],
            ],
        ])
    }

    /// Prepares the namespace and waits until the first release runs.
    func runFirstRelease() async throws {
        try await prepare()
        await fixture.images.add("ghcr.io/acme/web:\(FluxTests.first)")
        await fixture.sources.set(Self.files, commit: FluxTests.first)
        try await release(FluxTests.first)
        try await waitForRevision(FluxTests.first)
        try await waitForRollout()
    }

    private static let fluxKinds = [
        ("source.toolkit.fluxcd.io/v1", "GitRepository", "repo"),
        ("kustomize.toolkit.fluxcd.io/v1", "Kustomization", "web"),
    ]

    func request(_ token: String) async throws {
        for (version, kind, name) in Self.fluxKinds {
            try await fixture.cluster.apply(
                [
                    "apiVersion": .string(version), "kind": .string(kind),
                    "metadata": [
                        "name": .string(name), "namespace": "team",
                        "annotations": ["reconcile.fluxcd.io/requestedAt": .string(token)],
                    ],
                ], manager: "requester")
        }
    }

    func suspend() async throws {
        for (version, kind, name) in Self.fluxKinds {
            try await fixture.cluster.apply(
                [
                    "apiVersion": .string(version), "kind": .string(kind),
                    "metadata": ["name": .string(name), "namespace": "team"], "spec": ["suspend": true],
                ], manager: "suspender")
        }
    }

    func waitForRevision(_ commit: String) async throws {
        try await fixture.cluster.waitUntil("\(commit) is applied") { _ in
            let kustomization = await object("Kustomization", "web")
            return kustomization?["status", "lastAppliedRevision"]?.string == "main@sha1:\(commit)"
                && kustomization?.condition("Ready")?["status"] == "True"
        }
    }

    func waitForRollout() async throws {
        try await fixture.cluster.waitUntil("the rollout is complete") { _ in
            guard let deployment = await object("Deployment", "dev-web") else { return false }
            return deployment["status", "observedGeneration"] == deployment["metadata", "generation"]
                && deployment.condition("Progressing")?["reason"] == "NewReplicaSetAvailable"
                && deployment["status", "updatedReplicas"] == 2 && deployment["status", "replicas"] == 2
                && deployment["status", "availableReplicas"] == 2 && deployment["status", "terminatingReplicas"] == 0
        }
    }

    static let files: [String: String] = [
        "k8s/base/kustomization.yaml": "resources: [deployment.yaml, service.yaml, ingress.yaml]\n",
        "k8s/base/deployment.yaml": """
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: web }
        spec:
          selector: { matchLabels: { app: web } }
          template:
            metadata: { labels: { app: web } }
            spec:
              containers:
                - name: app
                  image: ghcr.io/acme/web:latest
                  ports: [{ containerPort: 3000 }]
                  resources: { requests: { cpu: 50m, memory: 64Mi }, limits: { memory: 128Mi } }
        """,
        "k8s/base/service.yaml": """
        apiVersion: v1
        kind: Service
        metadata: { name: web }
        spec:
          selector: { app: web }
          ports: [{ port: 80, targetPort: 3000 }]
        """,
        "k8s/base/ingress.yaml": """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: { name: web }
        spec:
          rules:
            - host: web.example.com
              http:
                paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }]
        """,
        "k8s/overlays/development/kustomization.yaml": """
        resources: [../../base]
        namePrefix: dev-
        replicas: [{ name: web, count: 2 }]
        labels: [{ pairs: { environment: development }, includeTemplates: true }]
        patches:
          - patch: |
              - { op: replace, path: /spec/rules/0/host, value: dev.example.com }
            target: { kind: Ingress }
        """,
    ]
}

extension JSONValue {
    var podImage: String? { self["spec", "containers"]?.array?.first?["image"]?.string }

    var waitingFor: String? {
        self["status", "containerStatuses"]?.array?.first?["state", "waiting"]?["reason"]?.string
    }
}
