/// A collection as it is and as it changes, for ever, told in pages and never kept here: what existed and is gone after
/// a gap is for the reader to find out, by what `listed` did not tell between `began` and `complete`.
///
/// Broken and ended watches are opened again where they left off. When that is too long ago (410), the collection is
/// listed again. Refusals do not end it either. It ends when its task is cancelled.
public struct Observation: AsyncSequence, Sendable {
    public enum Element: Sendable {
        /// A list begins: everything that exists is told once more.
        case began
        /// A page of the list.
        case listed([ObservedObject])
        /// The list is complete as of this version.
        case complete(version: String)
        /// What changed since, in order; changes that arrived together are told together.
        case changed([Change])
        /// Nothing is known of the collection at present; tried again after the wait.
        case interrupted(KubernetesError, retryIn: Duration)
    }

    public enum Change: Sendable {
        /// It is there, new or changed.
        case present(ObservedObject)
        /// It is gone, or its labels no longer match. The object as it was last seen.
        case gone(ObservedObject)
    }

    /// How much of each object is asked for.
    public enum Extent: Sendable {
        case whole
        /// Metadata only: labels, annotations, and who owns which field.
        case metadata
    }

    /// What is told first.
    public enum Beginning: Sendable {
        /// Everything that exists.
        case everything
        /// Nothing: only what changes from now on, also after a gap.
        case now
    }

    public typealias Failure = Never

    let client: KubernetesClient
    let resource: ResourceType
    /// Nil: all of them.
    let namespace: NamespaceName?
    let selector: Selector
    let extent: Extent
    let beginning: Beginning
    let manager: FieldManager
    let backoff: Backoff
    let jitter: @Sendable () -> Double

    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(source: self)
    }
}

extension KubernetesClient {
    /// Observes a type.
    ///
    /// - Parameters:
    ///   - namespace: nil for all namespaces.
    ///   - manager: whose fields ``ObservedObject/ownership`` is about.
    ///   - jitter: gives 0 ..< 1.
    public func observe(
        _ resource: ResourceType, in namespace: NamespaceName? = nil, matching selector: Selector,
        extent: Observation.Extent = .whole, from beginning: Observation.Beginning = .everything,
        ownedBy manager: FieldManager = .slipway, backoff: Backoff = Backoff(),
        jitter: @escaping @Sendable () -> Double = { .random(in: 0..<1) }
    ) -> Observation {
        Observation(
            client: self, resource: resource, namespace: namespace, selector: selector, extent: extent,
            beginning: beginning, manager: manager, backoff: backoff, jitter: jitter)
    }
}
