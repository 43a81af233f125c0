extension ListWatch {
    public struct AsyncIterator: AsyncIteratorProtocol {
        /// A watch that lived this long ended in the normal way and is opened again at once.
        private static var normalLife: Duration { .seconds(5) }

        private let source: ListWatch
        private var known = KnownObjects<Object>()
        private var ready: ArraySlice<Element> = []
        /// Where a watch continues; nil: list first.
        private var version: String?
        private var watch: Watch<Object>.AsyncIterator?
        private var opened = ContinuousClock.now
        private var failures = 0
        private var pause: Duration = .zero

        init(source: ListWatch) {
            self.source = source
        }

        public mutating func next() async -> Element? {
            while !Task.isCancelled {
                if let element = ready.popFirst() { return element }
                do {
                    try await rest()
                    try await advance()
                } catch let error as KubernetesError {
                    failed(error)
                } catch {
                    return nil
                }
            }
            return nil
        }

        private mutating func rest() async throws {
            guard pause > .zero else { return }
            try await source.client.clock.sleep(for: pause)
            pause = .zero
        }

        /// One list, or one event of the watch.
        private mutating func advance() async throws {
            guard let version else { return try await list() }
            if watch == nil {
                watch = source.client.changes(source.namespace, source.selector, version).makeAsyncIterator()
                opened = .now
            }
            guard let event = try await watch?.next() else { return ended() }
            failures = 0
            if let version = event.resourceVersion, !version.isEmpty { self.version = version }
            if let element = known.note(event) { ready.append(element) }
        }

        private mutating func list() async throws {
            let list: ObjectList<Object> = try await source.client.pages(source.namespace, source.selector)
            version = list.resourceVersion
            ready += known.replace(with: list.items)
            ready.append(.synchronized)
        }

        /// The server ended the watch. One that it ends again and again at once is not asked in a tight loop.
        private mutating func ended() {
            watch = nil
            if livedLong {
                failures = 0
            } else {
                failures += 1
                if failures > 1 { pause = delay }
            }
        }

        private mutating func failed(_ error: KubernetesError) {
            let wasWatching = watch != nil
            watch = nil
            if wasWatching, livedLong { failures = 0 }
            if error.code == .gone { version = nil }
            if wasWatching, [.gone, .timeout].contains(error.code), failures == 0 {
                failures = 1
                return
            }
            failures += 1
            pause = Swift.max(delay, error.retryAfter ?? .zero)
            ready.append(.interrupted(error, retryIn: pause))
        }

        private var livedLong: Bool { opened.duration(to: .now) > Self.normalLife }

        private var delay: Duration {
            source.backoff.delay(attempt: failures, jitter: source.jitter())
        }
    }
}
