import Automations
import Synchronization

/// Addresses that runs want to know about, and what came of requesting them. Runs do not wait for an answer: a request can take
/// seconds, and while a run executes no other run of its project does.
final class AddressQueue: Sendable {
    private struct State {
        var waiting: Set<String> = []
        var known: [String: (found: Reachability, at: ContinuousClock.Instant)] = [:]
    }

    /// How long what was found is worth telling.
    private static let freshness = Duration.seconds(60)

    let requests: AsyncStream<String>
    private let continuation: AsyncStream<String>.Continuation
    private let state = Mutex(State())

    init() {
        (requests, continuation) = AsyncStream.makeStream()
    }

    /// For the automations.
    var reach: Workbench.Reach { { self.ask($0) } }

    /// What was found lately, once; else `nil`, and it is requested.
    func ask(_ url: String) -> Reachability? {
        state.withLock { state in
            if let known = state.known.removeValue(forKey: url), known.at.duration(to: .now) < Self.freshness {
                return known.found
            }
            if state.waiting.insert(url).inserted { continuation.yield(url) }
            return nil
        }
    }

    func tell(_ url: String, _ found: Reachability) {
        state.withLock { state in
            state.waiting.remove(url)
            state.known = state.known.filter { $0.value.at.duration(to: .now) < Self.freshness }
            state.known[url] = (found, .now)
        }
    }
}
