/// A collection kept up to date: first every object as added, then `synchronized`, then every change, for ever.
///
/// Broken and ended watches are opened again where they left off. When that is too long ago (410), the collection is
/// listed again and what was missed is told as changes, deletions included. Refusals do not end it either: they are
/// told as `interrupted` and tried again. It ends when its task is cancelled.
public struct ListWatch<Object: KubernetesObject>: AsyncSequence, Sendable {
    public enum Element: Sendable {
        case added(Object)
        case modified(Object)
        /// The object as it was last seen.
        case deleted(Object)
        /// Everything that existed at the time of a list has been told. Comes again after a list that mended a gap.
        case synchronized
        /// Nothing is known of the collection at present; tried again after the wait.
        case interrupted(KubernetesError, retryIn: Duration)
    }

    public typealias Failure = Never

    let client: KubernetesClient
    let namespace: NamespaceName?
    let selector: Selector
    let backoff: Backoff
    let jitter: @Sendable () -> Double

    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(source: self)
    }
}

extension KubernetesClient {
    /// - Parameter jitter: gives 0 ..< 1.
    public func listWatch<Object: NamespacedObject>(
        _ type: Object.Type = Object.self, in reach: Reach, matching selector: Selector = .everything,
        backoff: Backoff = Backoff(), jitter: @escaping @Sendable () -> Double = { .random(in: 0..<1) }
    ) -> ListWatch<Object> {
        ListWatch(client: self, namespace: reach.namespace, selector: selector, backoff: backoff, jitter: jitter)
    }

    /// - Parameter jitter: gives 0 ..< 1.
    public func listWatch<Object: ClusterObject>(
        _ type: Object.Type = Object.self, matching selector: Selector = .everything,
        backoff: Backoff = Backoff(), jitter: @escaping @Sendable () -> Double = { .random(in: 0..<1) }
    ) -> ListWatch<Object> {
        ListWatch(client: self, namespace: nil, selector: selector, backoff: backoff, jitter: jitter)
    }
}
