"""Faults that `lint_files.py --prove` plants, one at a time: the check that must find it, the file, the text and its
replacement."""

WORKFLOW = "templates/*/.github/workflows/slipway.yml"
OWN = "slipway/.github/workflows/ci.yml"
IMAGE = "Deploy/Dockerfile"
POD = "Deploy/base/deployment.yaml"
POLICY = "Deploy/base/admission.yaml"

FAULTS = [
    ("workflows", WORKFLOW, "persist-credentials: false", "persist-credentials: true"),
    ("workflows", WORKFLOW, "permissions: {}", "permissions: write-all"),
    ("workflows", WORKFLOW, "@9c091bb21b7c1c1d1991bb908d89e4e9dddfe3e0 # v7.0.0", "@main"),
    ("workflows", WORKFLOW, "  push:\n", "  pull_request_target:\n  push:\n"),
    ("workflows", OWN, "permissions: {}", "permissions: write-all"),
    ("workflows", OWN, "persist-credentials: false", "persist-credentials: true"),
    ("schemas", OWN, "timeout-minutes: 90", "timeout-minutes: soon"),
    ("schemas", WORKFLOW, "runs-on: ubuntu-latest", "run-on: ubuntu-latest"),
    ("schemas", "templates/*/.github/dependabot.yml", "interval: monthly", "interval: sometimes"),
    ("dockerfiles", "templates/*/Dockerfile", "FROM node:22-alpine3.23 AS base", "FROM node AS base"),
    ("dockerfiles", IMAGE, "USER 65532:65532", "USER root"),
    ("dockerfiles", IMAGE, "WORKDIR /source", "RUN cd /source"),
    ("manifests", "templates/*/k8s/base/deployment.yaml", "replicas: 1", "replica: 1"),
    ("manifests", "templates/*/k8s/base/service.yaml", "port: 80", "port: http"),
    ("manifests", "templates/*/k8s/overlays/staging/kustomization.yaml", "../../base", "../../bases"),
    ("manifests", POD, "readOnlyRootFilesystem: true", "readOnlyRootFilesystem: false"),
    ("manifests", POD, "runAsNonRoot: true", "runAsNonRoot: false"),
    ("manifests", POD, 'drop: ["ALL"]', 'drop: ["NET_RAW"]'),
    ("manifests", POD, "type: Recreate", "type: RollingUpdate"),
    ("manifests", POD, "defaultMode: 0400", "defaultMode: 0444"),
    ("manifests", POD, "path: /readyz", "path: /healthz"),
    ("manifests", "Deploy/base/ingress.yaml", "path: /webhooks", "path: /"),
    ("manifests", "Deploy/base/services.yaml", "publishNotReadyAddresses: true", "publishNotReadyAddresses: false"),
    ("manifests", "Deploy/base/network-policy.yaml", "policyTypes: [Ingress, Egress]", "policyTypes: [Egress]"),
    ("manifests", "Deploy/base/network-policy.yaml", "kubernetes.io/metadata.name: monitoring", "{}"),
    ("manifests", "Deploy/base/kustomization.yaml", "  - admission.yaml\n", "  # none\n"),
    ("manifests", POLICY, "validationActions: [Deny]", "validationActions: [Warn]"),
    ("admission", POLICY, "startsWith('project-')", "startsWith('p')"),
    ("admission", POLICY, "object.roleRef.name == 'edit'", "object.roleRef.name in ['edit', 'admin']"),
    ("admission", POLICY, "== 'slipway-deployer'", "!= ''"),
    ("admission", POLICY, "&& object.subjects.size() == 1", ""),
    ("admission", POLICY, "'system:serviceaccount:slipway:slipway'", "'system:serviceaccount:slipway:other'"),
    ("admission", POLICY, "operations: [CREATE, UPDATE, DELETE]", "operations: [CREATE]"),
    ("manifests", POLICY, "policyName: slipway-projects", "policyName: slipway"),
    ("admission", POLICY, "&& object.spec.serviceAccountName != ''", ""),
    ("admission", POLICY, "operations: [CREATE, UPDATE]\n", "operations: [CREATE]\n"),
    ("admission", POLICY, "          - helm.toolkit.fluxcd.io\n", ""),
    ("admission", POLICY, "          - source.extensions.fluxcd.io\n", ""),
    ("admission", POLICY, "          - image.toolkit.fluxcd.io\n", ""),
    ("admission", POLICY, "          - notification.toolkit.fluxcd.io\n", ""),
    ("admission", POLICY, "app.kubernetes.io/managed-by: slipway", "app.kubernetes.io/managed-by: other"),
    ("admission", POLICY, "variables.chart\n        + (", "("),
    *(("admission", POLICY, f"(has(object.spec.{name}) ? [object.spec.{name}] : [])", "[]")
      for name in ("sourceRef", "chartRef", "imageRepositoryRef")),
    *(("admission", POLICY, f"(has(object.spec.{name}) ? object.spec.{name} : [])", "[]")
      for name in ("dependsOn", "eventSources", "resources", "sources")),
    ("admission", POLICY, "&& (!has(object.spec.suspend) || !object.spec.suspend)", ""),
    ("threats", "SECURITY.md", "`theManifestGrantsExactlyThese`", "`theManifestGrantsNothing`"),
]
