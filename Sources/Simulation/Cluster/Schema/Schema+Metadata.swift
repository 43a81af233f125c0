extension Schema {
    /// `metav1.ObjectMeta`.
    static let metadata = Schema.object([
        "name": .string, "generateName": .string, "namespace": .string, "uid": .string, "resourceVersion": .string,
        "selfLink": .string, "generation": .integer, "creationTimestamp": .anything, "deletionTimestamp": .anything,
        "deletionGracePeriodSeconds": .integer, "labels": .strings, "annotations": .strings,
        "finalizers": .list(.string, .set), "managedFields": .list(.anything),
        "ownerReferences": .list(
            .object([
                "apiVersion": .string, "kind": .string, "name": .string, "uid": .string, "controller": .boolean,
                "blockOwnerDeletion": .boolean,
            ]), .map(["uid"])),
    ])

    /// A whole object: `apiVersion`, `kind`, `metadata` and these fields.
    static func resource(_ fields: [String: Schema]) -> Schema {
        let common: [String: Schema] = ["apiVersion": .string, "kind": .string, "metadata": .metadata]
        return .object(common.merging(fields) { _, own in own })
    }

    /// `metav1.LabelSelector`, owned as a whole.
    static let labelSelector = Schema.object(
        ["matchLabels": .strings, "matchExpressions": .list(.anything)], atomic: true)

    /// `[]metav1.Condition` of a custom resource: no list type, so owned as a whole.
    static let conditions = Schema.list(
        .object(
            [
                "type": .string, "status": .oneOf("True", "False", "Unknown"), "reason": .string, "message": .string,
                "lastTransitionTime": .string, "observedGeneration": .integer,
            ], required: ["lastTransitionTime", "message", "reason", "status", "type"]))
}
