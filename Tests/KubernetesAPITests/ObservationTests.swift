import Foundation
import KubernetesAPI
import Testing

@Suite(.timeLimit(.minutes(1))) struct ObservationTests {
    private static let quick = Backoff(first: .milliseconds(1), limit: .milliseconds(2))

    private static func observation(
        of client: KubernetesClient, extent: Observation.Extent = .whole,
        from beginning: Observation.Beginning = .everything
    ) -> Observation {
        client.observe(
            GitRepository.resource, matching: .everything, extent: extent, from: beginning, backoff: quick,
            jitter: { 0 })
    }

    /// The first elements, in words.
    private static func told(_ count: Int, _ observation: Observation) async -> [String] {
        var told: [String] = []
        for await element in observation {
            told += words(element)
            if told.count >= count { break }
        }
        return told
    }

    private static func words(_ element: Observation.Element) -> [String] {
        switch element {
        case .began: ["began"]
        case .listed(let objects): objects.map { "listed \($0.name)" }
        case .complete(let version): ["complete \(version)"]
        case .changed(let changes): changes.map(words)
        case .interrupted(let error, _): ["interrupted \(error.code)"]
        }
    }

    private static func words(_ change: Observation.Change) -> String {
        switch change {
        case .present(let object): "present \(object.name)"
        case .gone(let object): "gone \(object.name)"
        }
    }

    private static func isWatch(_ question: FakeCluster.Question) -> Bool { question.target.contains("watch=true") }

    private static func versions(_ questions: [FakeCluster.Question]) -> [String] {
        questions.map { question in
            guard isWatch(question) else { return "list" }
            return String(question.target.split(separator: "resourceVersion=")[1].prefix { $0 != "&" })
        }
    }

    @Test func listsThenWatchesAndGoesOnWhereItWas() async throws {
        try await withCluster { question, number in
            switch number {
            case 0: .json(Samples.list([Samples.gitRepository("a", version: 4)], version: 5))
            case 1: .stream([Samples.event("ADDED", Samples.gitRepository("b", version: 6)), Samples.bookmark(8)])
            case 2: .stream([Samples.event("MODIFIED", Samples.gitRepository("a", version: 9))], end: .brokenOff)
            default: .stream([Samples.event("DELETED", Samples.gitRepository("b", version: 10))], end: .open)
            }
        } _: { (client, cluster) async throws in
            #expect(
                await Self.told(7, Self.observation(of: client))
                    == [
                        "began", "listed a", "complete 5", "present b", "present a", "interrupted transport", "gone b",
                    ])
            #expect(Self.versions(await cluster.questions) == ["list", "5", "8", "9"])
        }
    }

    @Test func pagesAreToldOneByOneAndAFailedOneIsAskedForAgain() async throws {
        try await withCluster { question, number in
            switch number {
            case 0: .json(Samples.list([Samples.gitRepository("a", version: 1)], version: 5, next: "two"))
            case 1: .failure(500, "InternalError", "not now")
            case 2: .json(Samples.list([Samples.gitRepository("b", version: 2)], version: 5))
            default: .stream([], end: .open)
            }
        } _: { (client, cluster) async throws in
            #expect(
                await Self.told(5, Self.observation(of: client))
                    == ["began", "listed a", "interrupted server", "listed b", "complete 5"])
            let tokens = await cluster.questions.prefix(3).map { $0.target.contains("continue=two") }
            #expect(tokens == [false, true, true])
        }
    }

    @Test func aListThatGrewTooOldBeginsAnew() async throws {
        try await withCluster { question, number in
            switch number {
            case 0: .json(Samples.list([Samples.gitRepository("a", version: 1)], version: 5, next: "two"))
            case 1: .failure(410, "Expired", "too old")
            case 2: .json(Samples.list([Samples.gitRepository("b", version: 2)], version: 9))
            default: .stream([], end: .open)
            }
        } _: { (client, _) async throws in
            #expect(
                await Self.told(6, Self.observation(of: client))
                    == ["began", "listed a", "interrupted gone", "began", "listed b", "complete 9"])
        }
    }

    @Test func afterTooLongItListsAgain() async throws {
        try await withCluster { question, number in
            switch number {
            case 0: .json(Samples.list([Samples.gitRepository("a", version: 1)], version: 5))
            case 1: .stream([Samples.expired])
            case 2: .json(Samples.list([Samples.gitRepository("b", version: 9)], version: 10))
            default: .stream([], end: .open)
            }
        } _: { (client, cluster) async throws in
            #expect(
                await Self.told(7, Self.observation(of: client))
                    == ["began", "listed a", "complete 5", "interrupted gone", "began", "listed b", "complete 10"])
            #expect(Self.versions(await cluster.questions).prefix(3) == ["list", "5", "list"])
        }
    }

    @Test(arguments: [[Samples.expired], [Samples.bookmark(6), Samples.expired]])
    func aPlaceThatIsLostAgainAndAgainIsListedForWithGrowingPauses(stream: [String]) async throws {
        try await withCluster { question, _ in
            Self.isWatch(question) ? .stream(stream) : .json(Samples.list([], version: 5))
        } _: { (client, _) async throws in
            let observation = client.observe(
                GitRepository.resource, matching: .everything, backoff: Backoff(first: .milliseconds(1)), jitter: { 0 })
            var pauses: [Duration] = []
            for await element in observation {
                if case .interrupted(_, let pause) = element { pauses.append(pause) }
                if pauses.count == 4 { break }
            }
            #expect(pauses == [1, 2, 4, 8].map { .milliseconds($0) })
        }
    }

    @Test func refusalsAreToldAndTriedAgain() async throws {
        try await withCluster { question, number in
            switch number {
            case 0: .failure(403, "Forbidden", "cannot list")
            case 1: .text("404 page not found\n", status: 404)
            case 2: .json("{\"items\": 3")
            case 3: .json(Samples.list([], version: 5))
            default: .stream([], end: .open)
            }
        } _: { (client, _) async throws in
            let told = await Self.told(8, Self.observation(of: client))
            #expect(
                told.filter { $0 != "began" }
                    == [
                        "interrupted forbidden", "interrupted resourceTypeMissing", "interrupted unreadable",
                        "complete 5",
                    ])
        }
    }

    @Test func fromNowOnlyWhatChangesIsToldAndNothingIsListed() async throws {
        try await withCluster { question, number in
            switch number {
            case 0: .json(Samples.list([Samples.gitRepository("a", version: 4)], version: 5, next: "more"))
            default: .stream([Samples.event("ADDED", Samples.gitRepository("b", version: 6))], end: .open)
            }
        } _: { (client, cluster) async throws in
            let observation = Self.observation(of: client, extent: .metadata, from: .now)
            #expect(await Self.told(2, observation) == ["complete 5", "present b"])
            let questions = await cluster.questions
            #expect(Self.versions(questions) == ["list", "5"])
            #expect(questions[0].target.contains("limit=1"))
            #expect(questions.map { $0.header("Accept")?.contains("as=PartialObjectMetadata") } == [true, true])
        }
    }

    /// A busy machine may see more timeouts than the one that is meant; all of them go on where the watch was.
    @Test func anIdleWatchGoesOnWhereItWas() async throws {
        var options = ClientOptions()
        options.watchIdleTimeout = .milliseconds(100)
        try await withCluster(options: options) { question, _ in
            switch Self.versions([question]) {
            case ["list"]: .json(Samples.list([], version: 5))
            case ["5"]: .stream([Samples.bookmark(6)], end: .open)
            default: .stream([Samples.event("ADDED", Samples.gitRepository("late", version: 7))], end: .open)
            }
        } _: { (client, cluster) async throws in
            var told: [String] = []
            for await element in Self.observation(of: client) {
                switch element {
                case .began, .interrupted: continue
                default: told += Self.words(element)
                }
                if told.count == 2 { break }
            }
            #expect(told == ["complete 5", "present late"])
            #expect(Set(Self.versions(await cluster.questions)) == ["list", "5", "6"])
        }
    }

    @Test func endsWhenItsTaskIsCancelled() async throws {
        let synchronized = AsyncStream<Void>.makeStream()
        try await withCluster { question, _ in
            Self.isWatch(question) ? .stream([], end: .open) : .json(Samples.list([], version: 5))
        } _: { (client, _) async throws in
            let task = Task {
                for await element in Self.observation(of: client) {
                    if case .complete = element { synchronized.continuation.yield() }
                }
                return true
            }
            for await _ in synchronized.stream { break }
            task.cancel()
            #expect(await task.value)
        }
    }
}
