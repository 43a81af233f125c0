import Automations
import Logging
import RunEngine
import ServiceLifecycle

/// Requests the addresses that runs ask about, a few at a time, and wakes who asked.
struct AddressProber: ServiceLifecycle.Service {
    /// How many are requested at once.
    private static let width = 8

    let queue: AddressQueue
    let probe: AddressProbe
    let engine: RunEngine
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                var running = 0
                for await url in queue.requests {
                    if running == Self.width {
                        await group.next()
                        running -= 1
                    }
                    group.addTask { await request(url) }
                    running += 1
                }
            }
        }
    }

    private func request(_ url: String) async {
        do {
            queue.tell(url, try await probe.look(at: url))
            try await engine.wake(WakeKey.address(url))
        } catch is CancellationError {
            return
        } catch {
            // They look again by themselves.
            logger.debug("a run could not be woken", metadata: ["reason": "\(error.sentence)"])
        }
    }
}
