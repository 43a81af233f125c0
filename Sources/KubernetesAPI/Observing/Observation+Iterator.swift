extension Observation {
    public struct AsyncIterator: AsyncIteratorProtocol {
        /// A watch that lived this long ended in the normal way and is opened again at once.
        private static var normalLife: Duration { .seconds(5) }

        /// What is done next.
        private enum Phase {
            case list
            case page(ListMark)
            case watch(from: String)
        }

        private let source: Observation
        private var phase = Phase.list
        private var ready: ArraySlice<Element> = []
        private var watch: WatchedLines?
        private var opened = ContinuousClock.now
        private var failures = 0
        /// How often in a row a watch lost its place soon after it was opened: that a list succeeds does not show that a
        /// watch can follow it.
        private var losses = 0
        private var pause: Duration = .zero

        init(source: Observation) {
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

        /// One page of a list, or what a watch brings next.
        private mutating func advance() async throws {
            switch phase {
            case .list:
                if source.beginning == .everything { ready.append(.began) }
                try await list(from: nil)
            case .page(let mark): try await list(from: mark)
            case .watch(let version): try await follow(from: version)
            }
        }

        private mutating func list(from mark: ListMark?) async throws {
            let page = try await source.page(after: mark)
            failures = 0
            if source.beginning == .everything {
                ready.append(.listed(page.objects))
                if let next = page.next {
                    phase = .page(next)
                    return
                }
            }
            phase = .watch(from: page.version)
            ready.append(.complete(version: page.version))
        }

        private mutating func follow(from version: String) async throws {
            if watch == nil {
                watch = source.watch(from: version)
                opened = .now
            }
            guard let lines = try await watch?.next() else { return ended() }
            failures = 0
            if let version = lines.version, !version.isEmpty { phase = .watch(from: version) }
            if !lines.changes.isEmpty { ready.append(.changed(lines.changes)) }
            if let error = lines.error { throw error }
        }

        /// The server ended the watch. One that it ends again and again at once is not asked in a tight loop.
        private mutating func ended() {
            watch = nil
            if livedLong {
                (failures, losses) = (0, 0)
            } else {
                failures += 1
                if failures > 1 { pause = delay }
            }
        }

        private mutating func failed(_ error: KubernetesError) {
            let wasWatching = watch != nil
            let wasLong = wasWatching && livedLong
            watch = nil
            if wasLong { (failures, losses) = (0, 0) }
            // What cannot be read would come again where the watch was. A mark or a version that the server does not
            // know (it was restored) is refused for ever.
            let isLost = [.gone, .invalid].contains(error.code) || wasWatching && error.code == .unreadable
            if isLost { phase = .list }
            // So end watches that were quiet, or open for long.
            if wasWatching, error.code == .timeout && failures == 0 || error.code == .gone && wasLong {
                failures = 1
                return
            }
            failures += 1
            if wasWatching, isLost {
                losses += 1
                failures = Swift.max(failures, losses)
            }
            pause = Swift.max(delay, error.retryAfter ?? .zero)
            ready.append(.interrupted(error, retryIn: pause))
        }

        private var livedLong: Bool { opened.duration(to: .now) > Self.normalLife }

        private var delay: Duration {
            source.backoff.delay(attempt: failures, jitter: source.jitter())
        }
    }
}
