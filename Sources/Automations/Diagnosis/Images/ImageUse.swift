import KubernetesAPI

/// Whether any workload runs the image of a release: one that nothing refers to would look healthy while the old image
/// keeps running.
struct ImageUse {
    let image: String?
    let deployments: [Deployment]

    init(_ image: String?, of deployments: [Deployment]) {
        self.image = image
        self.deployments = deployments
    }

    var diagnosis: Diagnosis? {
        guard let image, !deployments.isEmpty else { return nil }
        let used = deployments.flatMap { deployment in
            let pod = deployment.spec.template.spec
            return ((pod?.containers ?? []) + (pod?.initContainers ?? [])).compactMap(\.image)
        }
        guard !used.contains(image) else { return nil }
        let named = Wording.list(Set(used).sorted().map { "`\($0)`" })
        return Diagnosis(
            .imageNotUsed, "Image", "no workload runs the new image.",
            because: "The manifests name \(named), not `\(image)`.",
            remedy: "name the image `\(Self.untagged(image))` in the manifests; Slipway sets its tag.")
    }

    /// The registry's host may hold a colon too: the tag follows the one in the last part.
    static func untagged(_ image: String) -> Substring {
        let name = image.lastIndex(of: "/").map { image[$0...] } ?? image[...]
        return name.lastIndex(of: ":").map { image[..<$0] } ?? image[...]
    }
}
