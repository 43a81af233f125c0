import Hummingbird
import NIOCore

/// The context of a request to a simulator: it knows the connection, so that a fault can close it.
struct SimulationContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }
}
