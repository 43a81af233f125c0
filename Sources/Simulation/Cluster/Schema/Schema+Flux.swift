/// The types of Flux, after the definitions of source-controller and kustomize-controller
/// (`source.toolkit.fluxcd.io/v1`, `kustomize.toolkit.fluxcd.io/v1`).
extension Schema {
    private static let duration = Schema.matching(#"^([0-9]+(\.[0-9]+)?(ms|s|m|h))+$"#)
    private static let shortDuration = Schema.matching(#"^([0-9]+(\.[0-9]+)?(ms|s|m))+$"#)
    private static let localReference = Schema.object(["name": .string], required: ["name"])

    static let gitRepository = Schema.resource([
        "spec": .object(
            [
                "url": .matching("^(http|https|ssh)://.*$"), "interval": duration, "timeout": shortDuration,
                "ref": .object([
                    "branch": .string, "commit": .string, "name": .string, "semver": .string, "tag": .string,
                ]),
                "secretRef": localReference, "proxySecretRef": localReference, "ignore": .string,
                "provider": .oneOf("generic", "aws", "azure", "github"), "recurseSubmodules": .boolean,
                "serviceAccountName": .string, "sparseCheckout": .list(.string), "suspend": .boolean,
                "include": .list(.anything), "verify": .anything,
            ], required: ["interval", "url"]),
        "status": .object([
            "artifact": artifact, "conditions": .conditions, "includedArtifacts": .list(.anything),
            "lastHandledReconcileAt": .string, "observedGeneration": .integer, "observedIgnore": .string,
            "observedInclude": .list(.anything), "observedRecurseSubmodules": .boolean,
            "observedSparseCheckout": .list(.string), "sourceVerificationMode": .string,
        ]),
    ])

    private static let artifact = Schema.object(
        [
            "digest": .string, "lastUpdateTime": .string, "metadata": .strings, "path": .string, "revision": .string,
            "size": .integer, "url": .string,
        ], required: ["lastUpdateTime", "path", "revision", "url"])

    static let kustomization = Schema.resource([
        "spec": .object(kustomizationSpec, required: ["interval", "prune", "sourceRef"]),
        "status": .object([
            "conditions": .conditions, "history": .list(.anything),
            "inventory": .object(
                ["entries": .list(.object(["id": .string, "v": .string], required: ["id", "v"]))],
                required: ["entries"]),
            "lastAppliedOriginRevision": .string, "lastAppliedRevision": .string, "lastAttemptedRevision": .string,
            "lastHandledReconcileAt": .string, "observedGeneration": .integer,
        ]),
    ])

    private static let kustomizationSpec: [String: Schema] = [
        "interval": duration, "retryInterval": duration, "timeout": duration, "path": .string, "prune": .boolean,
        "wait": .boolean, "force": .boolean, "suspend": .boolean, "targetNamespace": .string, "namePrefix": .string,
        "nameSuffix": .string, "serviceAccountName": .string, "components": .list(.string),
        "ignoreMissingComponents": .boolean, "buildMetadata": .list(.string), "decryption": .anything,
        "healthCheckExprs": .list(.anything), "ignore": .list(.anything), "kubeConfig": .anything,
        "deletionPolicy": .oneOf("MirrorPrune", "Delete", "WaitForTermination", "Orphan"),
        "commonMetadata": .object(["annotations": .strings, "labels": .strings]),
        "dependsOn": .list(.object(["name": .string, "namespace": .string, "readyExpr": .string], required: ["name"])),
        "healthChecks": .list(
            .object(
                ["apiVersion": .string, "kind": .string, "name": .string, "namespace": .string],
                required: ["kind", "name"])),
        "images": .list(
            .object(
                ["name": .string, "newName": .string, "newTag": .string, "digest": .string], required: ["name"])),
        "patches": .list(.object(["patch": .string, "target": .anything], required: ["patch"])),
        "postBuild": .object([
            "substitute": .strings, "substituteFrom": .list(.anything),
            "substituteStrategy": .oneOf("WithVariables", "Always"),
        ]),
        "sourceRef": .object(
            [
                "apiVersion": .string, "name": .string, "namespace": .string,
                "kind": .oneOf("OCIRepository", "GitRepository", "Bucket", "ExternalArtifact"),
            ], required: ["kind", "name"]),
    ]
}
