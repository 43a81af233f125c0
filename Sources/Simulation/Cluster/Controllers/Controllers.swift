/// Flux, the workload controllers and the kubelet of a simulated cluster.
actor Controllers {
    init(
        store: ClusterStore, options: SimulatedCluster.Options, sources: any SourceFetching, images: any ImageRegistry
    ) {}
    func start() async {}
    func stop() async {}
    func setBehaviour(_ behaviour: PodBehaviour, forTag tag: String) {}
}
