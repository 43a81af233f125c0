/// Flux, the workload controllers and the kubelet of a simulated cluster.
actor Controllers {
    private let context: ControllerContext
    private let sources: any SourceFetching
    private let images: any ImageRegistry
    private let artifacts = ArtifactStorage()
    private let behaviours = PodBehaviours()
    private let issuesCertificates: Bool
    private var running: Task<Void, Never>?

    init(
        store: ClusterStore, options: SimulatedCluster.Options, sources: any SourceFetching, images: any ImageRegistry
    ) {
        context = ControllerContext(store: store, options: options)
        issuesCertificates = options.issuesCertificates
        self.sources = sources
        self.images = images
    }

    func start() {
        guard running == nil else { return }
        let context = context
        let controllers: [any Controller] = [
            NamespaceController(context: context), GarbageCollector(context: context),
            QuotaController(context: context), IngressController(context: context),
            CertificateController(context: context, issues: issuesCertificates),
            SourceController(context: context, sources: sources, artifacts: artifacts),
            KustomizeController(context: context, artifacts: artifacts), DeploymentController(context: context),
            Kubelet(context: context, images: images, behaviours: behaviours),
        ]
        running = Task {
            await withDiscardingTaskGroup { group in
                for controller in controllers { group.addTask { await controller.run(context) } }
            }
        }
    }

    func stop() async {
        running?.cancel()
        await running?.value
        running = nil
    }

    func setBehaviour(_ behaviour: PodBehaviour, forTag tag: String) async {
        await behaviours.set(behaviour, forTag: tag)
    }
}
