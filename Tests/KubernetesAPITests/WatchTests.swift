import Foundation
import KubernetesAPI
import Testing

@Suite(.timeLimit(.minutes(1))) struct WatchTests {
    /// Names of the events, or of the error that ended them.
    private static func told(_ watch: Watch<GitRepository>) async -> [String] {
        var told: [String] = []
        do {
            for try await event in watch {
                switch event {
                case .added(let object): told.append("added \(object.metadata.name)")
                case .modified(let object): told.append("modified \(object.metadata.annotations["note"] ?? "")")
                case .deleted(let object): told.append("deleted \(object.metadata.name)")
                case .bookmark(let version): told.append("bookmark \(version)")
                }
            }
        } catch let error as KubernetesError {
            told.append(error.code.rawValue)
        } catch {
            told.append("\(type(of: error))")
        }
        return told
    }

    @Test func readsEveryTypeOfEvent() async throws {
        try await withCluster { _, _ in
            .stream([
                Samples.event("ADDED", Samples.gitRepository())
                    + Samples.event("MODIFIED", Samples.gitRepository(note: "é")),
                Samples.event("FUTURE", "{}"), Samples.bookmark(12) + Samples.event("DELETED", Samples.gitRepository()),
            ])
        } _: { (client, cluster) async throws in
            let watch = client.watch(GitRepository.self, in: .namespace("shop"), from: "10")
            #expect(await Self.told(watch) == ["added app", "modified é", "bookmark 12", "deleted app"])
            #expect(
                await cluster.questions[0].target == """
                    /apis/source.toolkit.fluxcd.io/v1/namespaces/shop/gitrepositories?watch=true\
                    &allowWatchBookmarks=true&resourceVersion=10&timeoutSeconds=240
                    """)
        }
    }

    /// One byte per chunk cuts lines and UTF-8 characters at every place.
    @Test func chunksMayBeCutAnywhere() async throws {
        let bytes = Array(
            (Samples.event("MODIFIED", Samples.gitRepository(note: "naïve 🚢")) + Samples.bookmark(3)).utf8)
        let reply = Reply(status: 200, headers: [], chunks: bytes.map { [$0] }, end: .clean)
        try await withCluster { _, _ in
            reply
        } _: { (client, _) async throws in
            let watch = client.watch(GitRepository.self, in: .everyNamespace, from: "1")
            #expect(await Self.told(watch) == ["modified naïve 🚢", "bookmark 3"])
        }
    }

    @Test func anErrorEventEndsIt() async throws {
        try await withCluster { _, _ in
            .stream([Samples.bookmark(2), Samples.expired])
        } _: { (client, _) async throws in
            let watch = client.watch(GitRepository.self, in: .everyNamespace, from: "1")
            #expect(await Self.told(watch) == ["bookmark 2", "gone"])
        }
    }

    @Test func aRefusalIsAnError() async throws {
        try await withCluster { _, _ in
            .failure(403, "Forbidden", "cannot watch")
        } _: { (client, _) async throws in
            #expect(await Self.told(client.watch(GitRepository.self, in: .everyNamespace, from: "1")) == ["forbidden"])
        }
    }

    @Test func anAnswerThatEndsInTheMiddleOfAnEventIsUnreadable() async throws {
        try await withCluster { _, _ in
            .stream([Samples.bookmark(2), #"{"type":"ADD"#])
        } _: { (client, _) async throws in
            let watch = client.watch(GitRepository.self, in: .everyNamespace, from: "1")
            #expect(await Self.told(watch) == ["bookmark 2", "unreadable"])
        }
    }

    @Test func aConnectionThatBreaksIsTransport() async throws {
        try await withCluster { _, _ in
            .stream([Samples.bookmark(2), #"{"type":"ADD"#], end: .brokenOff)
        } _: { (client, _) async throws in
            let watch = client.watch(GitRepository.self, in: .everyNamespace, from: "1")
            #expect(await Self.told(watch) == ["bookmark 2", "transport"])
        }
    }

    @Test func aLineWithoutEndIsBounded() async throws {
        var options = ClientOptions()
        options.maximumEventBytes = 1000
        try await withCluster(options: options) { _, _ in
            .stream([Samples.bookmark(2)] + Array(repeating: String(repeating: "x", count: 400), count: 4), end: .open)
        } _: { (client, _) async throws in
            let watch = client.watch(GitRepository.self, in: .everyNamespace, from: "1")
            #expect(await Self.told(watch) == ["bookmark 2", "unreadable"])
        }
    }

    @Test func aWatchThatBringsNothingTimesOut() async throws {
        var options = ClientOptions()
        options.watchIdleTimeout = .milliseconds(50)
        try await withCluster(options: options) { _, _ in
            .stream([Samples.bookmark(2)], end: .open)
        } _: { (client, _) async throws in
            let watch = client.watch(GitRepository.self, in: .everyNamespace, from: "1")
            #expect(await Self.told(watch).last == "timeout")
        }
    }
}
