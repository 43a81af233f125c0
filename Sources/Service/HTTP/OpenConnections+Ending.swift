import NIOCore
import Synchronization

extension OpenConnections {
    /// Ends every connection after the request it is in the middle of; one without a request at once.
    func finish() {
        for channel in beginEnding() { channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent()) }
    }

    /// Ends every connection at once.
    func close() {
        for channel in beginEnding() { channel.close(promise: nil) }
    }

    /// Returns when the last connection has ended after ``finish()`` or ``close()``.
    func haveEnded() async {
        // Never settled as a failure.
        try? await ended.value()
    }

    private func beginEnding() -> [any Channel] {
        let channels = state.withLock { state in
            state.isEnding = true
            return state.connections.values.map(\.channel)
        }
        if channels.isEmpty { ended.settle(.success(())) }
        return channels
    }
}
