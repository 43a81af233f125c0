/// What source-controller has stored, for kustomize-controller to build from.
actor ArtifactStorage {
    private var snapshots: [ClusterStore.Key: SourceSnapshot] = [:]

    func store(_ snapshot: SourceSnapshot, of key: ClusterStore.Key) { snapshots[key] = snapshot }
    func snapshot(of key: ClusterStore.Key) -> SourceSnapshot? { snapshots[key] }
}
