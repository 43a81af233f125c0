/// Why an overlay could not be built; reads like what `kustomize build` prints.
struct KustomizeFailure: Error, Sendable, Hashable, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
