import Foundation
import Redaction
import Storage
import Testing

@testable import Service

@Suite("Webhook secrets in files")
struct WebhookSecretWatchTests {
    private let fixture: StorageFixture
    private let notes = Notes()
    private var file: String { fixture.folder.path + "/secret" }

    init() async throws {
        fixture = try await StorageFixture()
    }

    private func write(_ text: String, to path: String) throws {
        try text.write(toFile: path, atomically: true, encoding: .utf8)
    }

    private func watch() throws -> WebhookSecretWatch {
        let secrets = try SecretsInUse(WebhookSecretFiles(files: [file]).read())
        return WebhookSecretWatch(
            secrets: secrets, files: [file], database: fixture.database, logger: NotedLog.logger(notes),
            now: { StorageFixture.now })
    }

    private func accepted(_ watch: WebhookSecretWatch) -> [String] {
        watch.secrets.now.uses.map(\.source.secret.value)
    }

    private func records() async throws -> [WebhookSecretRecord] {
        try await fixture.database.read { try $0.webhookSecrets.all() }
    }

    @Test("a file beside is accepted too, takes the place of the other, and is known by when it was written")
    func change() async throws {
        try write("old\n", to: file)
        let watch = try watch()
        await watch.round()
        #expect(accepted(watch) == ["old"])
        try PrivateText(URL(filePath: file + ".next")).write("new\n", replacing: false)
        await watch.round()
        #expect(accepted(watch) == ["old", "new"])
        let written = try #require(PrivateText.written(URL(filePath: file + ".next")))
        #expect(try await records().map(\.place) == [file, file + ".next"])
        #expect(try await records().last?.written == written)
        #expect(try await records().allSatisfy { $0.accepted == StorageFixture.now && $0.verified == nil })
        try PrivateText(URL(filePath: file + ".next")).take(placeOf: URL(filePath: file))
        await watch.round()
        #expect(accepted(watch) == ["new"])
        #expect(try await records().map(\.written) == [written])
    }

    @Test("which secret verified a delivery is recorded")
    func verified() async throws {
        try write("old\n", to: file)
        try write("new\n", to: file + ".next")
        let watch = try watch()
        await watch.round()
        watch.secrets.now.uses[1].verified(at: StorageFixture.now.addingTimeInterval(5))
        await watch.round()
        #expect(try await records().map(\.verified) == [nil, StorageFixture.now.addingTimeInterval(5)])
        watch.secrets.now.uses[1].verified(at: StorageFixture.now.addingTimeInterval(6))
        await watch.round()
        #expect(try await records().last?.verified == StorageFixture.now.addingTimeInterval(6))
    }

    @Test("what cannot be read leaves what was accepted, and is told once")
    func unreadable() async throws {
        try write("old\n", to: file)
        let watch = try watch()
        try FileManager.default.removeItem(atPath: file)
        for _ in 1...3 { await watch.round() }
        #expect(accepted(watch) == ["old"])
        try write("\n", to: file)
        await watch.round()
        #expect(accepted(watch) == ["old"])
        try write("other\n", to: file)
        await watch.round()
        #expect(accepted(watch) == ["other"])
        let told = notes.all.filter { $0.hasPrefix("warning webhook secrets cannot be read anew") }
        #expect(told.count == 2, "\(notes.all)")
    }
}
