import Foundation

/// A simulated Kubernetes cluster with Flux: a real HTTPS server that answers like a kube-apiserver 1.36 for what
/// Slipway uses, with the controllers that make objects come true.
///
/// ```swift
/// let cluster = try await SimulatedCluster.start(sources: github, images: github)
/// let client = try KubernetesClient(kubeconfig: cluster.kubeconfig)
/// …
/// await cluster.stop()
/// ```
public final class SimulatedCluster: Sendable {
    /// `https://127.0.0.1:<port>`.
    public let url: String
    /// A kubeconfig with the certificate authority and the first user's bearer token.
    public let kubeconfig: String
    /// The certificate authority in PEM; empty without TLS.
    public let certificateAuthority: String

    let store: ClusterStore
    private let gate: RequestGate
    private let controllers: Controllers
    private let listener: SimulationListener

    /// Starts the server and the controllers; returns when connections are accepted.
    /// - Parameters:
    ///   - sources: where source-controller gets branches from.
    ///   - images: where the kubelet looks images up.
    public static func start(
        _ options: Options = Options(), sources: any SourceFetching, images: any ImageRegistry
    ) async throws -> SimulatedCluster {
        let store = ClusterStore(options: options)
        await store.seed()
        let gate = RequestGate(latency: options.latency, now: options.now)
        let server = APIServer(
            store: store, gate: gate, users: options.users, timings: options.timings, clock: options.clock)
        let authority = options.usesTLS ? try ClusterCertificates(now: options.now()) : nil
        let listener = try await SimulationListener.start(
            name: "simulated-cluster", port: options.port, tls: try authority?.tlsConfiguration()
        ) { request, context in try await server.respond(to: request, context: context) }
        let controllers = Controllers(store: store, options: options, sources: sources, images: images)
        if options.runsControllers { await controllers.start() }
        return SimulatedCluster(
            authority: authority, options: options, store: store, gate: gate, controllers: controllers,
            listener: listener)
    }

    private init(
        authority: ClusterCertificates?, options: Options, store: ClusterStore, gate: RequestGate,
        controllers: Controllers, listener: SimulationListener
    ) {
        url = "\(authority == nil ? "http" : "https")://127.0.0.1:\(listener.port)"
        certificateAuthority = authority?.authorityPEM ?? ""
        kubeconfig = Self.kubeconfig(
            server: url, authority: certificateAuthority, token: options.users.first?.token ?? "")
        self.store = store
        self.gate = gate
        self.controllers = controllers
        self.listener = listener
    }

    /// Ends controllers, watches and connections.
    public func stop() async {
        await controllers.stop()
        await store.close()
        await listener.stop()
    }

    // MARK: Controllers

    /// Lets Flux, the workload controllers and the kubelet work again.
    public func startControllers() async { await controllers.start() }

    /// Stops them all: the API still answers, but nothing comes true.
    public func stopControllers() async { await controllers.stop() }

    /// How containers of images with this tag behave. Without a word they become ready.
    public func setBehaviour(_ behaviour: PodBehaviour, forTag tag: String) async {
        await controllers.setBehaviour(behaviour, forTag: tag)
    }

    // MARK: What happened

    /// Every request so far.
    public func requests() async -> [ClusterRequest] { await gate.requests }

    /// How many watches of clients are open.
    public var openWatches: Int {
        get async { await store.watchers.values.count { $0.type != nil } }
    }

    /// Every change of an object so far.
    public func effects() async -> [ClusterEffect] { await store.effects }

    // MARK: Faults

    /// Arms a fault; paths begin with `/api` or `/apis`.
    public func add(_ fault: Fault) async { await gate.add(fault) }

    /// Disarms the faults with this label.
    public func removeFaults(labelled label: String) async { await gate.removeFaults(label) }

    /// How many requests faults have hit, by label.
    public func faultHits() async -> [String: Int] { await gate.hits }

    /// Disarms all faults.
    public func removeFaults() async { await gate.removeFaults() }

    /// Sets the time added before every answer.
    public func setLatency(_ latency: Duration) async { await gate.setLatency(latency) }

    /// Closes every open watch without a word, as a restarting server does.
    public func dropWatches() async { await store.endWatches() }

    /// Forgets the history: watches from an older version than now get 410.
    public func compact() async { await store.compact() }
}
