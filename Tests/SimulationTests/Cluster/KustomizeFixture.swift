/// An application that uses every part of kustomize the simulation knows.
enum KustomizeFixture {
    static let files: [String: String] = [
        "k8s/base/kustomization.yaml": """
        apiVersion: kustomize.config.k8s.io/v1beta1
        kind: Kustomization
        resources: [app.yaml, config.yaml]
        labels:
          - pairs: { app.kubernetes.io/name: shop }
            includeSelectors: true
        """,
        "k8s/base/app.yaml": """
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: shop }
        spec:
          replicas: 1
          selector: { matchLabels: { app: shop } }
          template:
            metadata: { labels: { app: shop } }
            spec:
              serviceAccountName: shop
              imagePullSecrets: [{ name: pull }]
              containers:
                - name: app
                  image: ghcr.io/acme/shop:latest
                  env:
                    - { name: A, value: "1" }
                    - { name: B, valueFrom: { secretKeyRef: { name: secrets, key: b } } }
                  envFrom: [{ configMapRef: { name: settings } }]
                  ports: [{ name: http, containerPort: 3000 }]
                  volumeMounts: [{ name: cache, mountPath: /cache }]
                - { name: side, image: "busybox" }
              volumes: [{ name: cache, emptyDir: {} }, { name: c, configMap: { name: settings } }]
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: shop }
        spec: { selector: { app: shop }, ports: [{ name: http, port: 80, targetPort: http }] }
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: { name: shop, annotations: { example.dev/a: "yes" } }
        spec:
          tls: [{ hosts: [a.example.com], secretName: tls }]
          rules:
            - host: a.example.com
              http:
                paths: [{ path: /, pathType: Prefix, backend: { service: { name: shop, port: { name: http } } } }]
        """,
        "k8s/base/config.yaml": """
        apiVersion: v1
        kind: ConfigMap
        metadata: { name: settings }
        data: { number: "8888", text: "a: b" }
        ---
        apiVersion: v1
        kind: Secret
        metadata: { name: secrets }
        stringData: { b: c }
        ---
        apiVersion: v1
        kind: ServiceAccount
        metadata: { name: shop }
        """,
        "k8s/overlays/development/kustomization.yaml": """
        resources: [../../base]
        namePrefix: dev-
        images: [{ name: ghcr.io/acme/shop, newTag: "3f2a1bc" }]
        replicas: [{ name: shop, count: 3 }]
        """,
        "k8s/overlays/wide/kustomization.yaml": """
        resources: [../development]
        nameSuffix: -wide
        namespace: team
        commonAnnotations: { note: all }
        labels: [{ pairs: { tier: web }, includeTemplates: true }]
        images: [{ name: busybox, newName: registry.example.com:5000/busybox, digest: "sha256:00" }]
        """,
        "k8s/overlays/patched/kustomization.yaml": """
        resources: [../../base]
        patches:
          - path: deployment.yaml
          - target: { kind: Ingress, name: shop }
            patch: |
              - op: replace
                path: /spec/rules/0/host
                value: b.example.com
              - op: add
                path: /metadata/annotations/example.dev~1b
                value: "true"
              - op: remove
                path: /spec/tls
          - target: { kind: Service }
            patch: |
              apiVersion: v1
              kind: Service
              metadata: { name: any }
              spec: { type: NodePort }
        """,
        "k8s/overlays/patched/deployment.yaml": """
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: shop }
        spec:
          template:
            spec:
              serviceAccountName: null
              containers:
                - name: app
                  env: [{ name: A, value: "2" }, { name: C, value: "3" }]
                  resources: { limits: { memory: 64Mi } }
                - { name: side, $patch: delete }
        """,
    ]
}
