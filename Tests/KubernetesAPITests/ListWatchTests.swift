import Foundation
import KubernetesAPI
import Testing

@Suite(.timeLimit(.minutes(1))) struct ListWatchTests {
    private static let quick = Backoff(first: .milliseconds(1), limit: .milliseconds(2))

    /// The first elements, in words.
    private static func told(_ count: Int, _ client: KubernetesClient) async -> [String] {
        var told: [String] = []
        let changes = client.listWatch(GitRepository.self, in: .everyNamespace, backoff: quick, jitter: { 0 })
        for await element in changes {
            told.append(words(element))
            if told.count == count { break }
        }
        return told
    }

    private static func words(_ element: ListWatch<GitRepository>.Element) -> String {
        switch element {
        case .added(let object): "added \(object.metadata.name)"
        case .modified(let object): "modified \(object.metadata.name)"
        case .deleted(let object): "deleted \(object.metadata.name)"
        case .synchronized: "synchronized"
        case .interrupted(let error, _): "interrupted \(error.code)"
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
                await Self.told(6, client)
                    == ["added a", "synchronized", "added b", "modified a", "interrupted transport", "deleted b"])
            #expect(Self.versions(await cluster.questions) == ["list", "5", "8", "9"])
        }
    }

    @Test func afterTooLongItListsAgainAndTellsWhatWasMissed() async throws {
        try await withCluster { question, number in
            switch number {
            case 0:
                .json(
                    Samples.list(
                        [
                            Samples.gitRepository("kept", version: 1), Samples.gitRepository("changed", version: 2),
                            Samples.gitRepository("vanished", version: 3),
                            Samples.gitRepository("replaced", version: 4, uid: "old"),
                        ], version: 5))
            case 1: .stream([Samples.expired])
            case 2:
                .json(
                    Samples.list(
                        [
                            Samples.gitRepository("kept", version: 1), Samples.gitRepository("changed", version: 7),
                            Samples.gitRepository("replaced", version: 8, uid: "new"),
                            Samples.gitRepository("fresh", version: 9),
                        ], version: 10))
            default: .stream([], end: .open)
            }
        } _: { (client, cluster) async throws in
            let told = await Self.told(11, client)
            #expect(
                told.prefix(5) == ["added kept", "added changed", "added vanished", "added replaced", "synchronized"])
            #expect(Set(told[5...6]) == ["deleted vanished", "deleted replaced"])
            #expect(told[7...] == ["modified changed", "added replaced", "added fresh", "synchronized"])
            #expect(Self.versions(await cluster.questions).prefix(3) == ["list", "5", "list"])
        }
    }

    @Test func refusalsAreToldAndTriedAgain() async throws {
        try await withCluster { question, number in
            switch number {
            case 0: .failure(403, "Forbidden", "cannot list")
            case 1: .text("404 page not found\n", status: 404)
            case 2: .json(Samples.list([], version: 5))
            default: .stream([], end: .open)
            }
        } _: { (client, _) async throws in
            #expect(
                await Self.told(3, client)
                    == ["interrupted forbidden", "interrupted resourceTypeMissing", "synchronized"])
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
            let changes = client.listWatch(GitRepository.self, in: .everyNamespace, backoff: Self.quick)
            let told = Collected<String>()
            for await element in changes {
                if case .interrupted = element { continue }
                told.append(Self.words(element))
                if told.values.count == 2 { break }
            }
            #expect(told.values == ["synchronized", "added late"])
            #expect(Set(Self.versions(await cluster.questions)) == ["list", "5", "6"])
        }
    }

    @Test func endsWhenItsTaskIsCancelled() async throws {
        let synchronized = AsyncStream<Void>.makeStream()
        try await withCluster { question, _ in
            Self.isWatch(question) ? .stream([], end: .open) : .json(Samples.list([], version: 5))
        } _: { (client, _) async throws in
            let task = Task {
                var count = 0
                for await _ in client.listWatch(GitRepository.self, in: .everyNamespace) {
                    count += 1
                    synchronized.continuation.yield()
                }
                return count
            }
            for await _ in synchronized.stream { break }
            task.cancel()
            #expect(await task.value == 1)
        }
    }
}
