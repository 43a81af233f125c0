import Automations
import Foundation
import Redaction
import Storage
import Synchronization

/// Whether the registries take their logins, each asked for an image that pods pull with it. One that refuses is asked
/// again once a minute, or when its password was replaced: who logs in wrongly again and again is locked out.
final class RegistryWatch: Sendable {
    private struct Refusal: Sendable {
        let login: Login
        let words: Unhealthy
        let at: Date
    }

    private struct Login: Equatable, Sendable {
        let username: String?
        let password: Redacted?
    }

    private static let pause: TimeInterval = 60

    private let database: Database
    private let settings: Settings
    private let outgoing: Outgoing
    private let url: String?
    private let now: @Sendable () -> Date
    private let refusals = Mutex<[String: Refusal]>([:])
    private let known = Mutex<(at: Date, images: [String: String])?>(nil)

    /// - Parameter url: where registries answer; nil: at their hosts.
    init(
        database: Database, settings: Settings, outgoing: Outgoing, url: String?, now: @escaping @Sendable () -> Date
    ) {
        self.database = database
        self.settings = settings
        self.outgoing = outgoing
        self.url = url
        self.now = now
    }

    /// - Throws: ``Unhealthy`` that names every entry that is refused.
    func check(_ entries: [Registry]) async throws {
        let images = try await knownImages(of: settings.allRegistries.filter { $0.login != nil })
        var failures: [Unhealthy] = []
        for entry in entries where entry.login != nil {
            if let failure = try await failure(of: entry, image: images[entry.key]) { failures.append(failure) }
        }
        guard let first = failures.first else { return }
        guard failures.count > 1 else { throw first }
        throw Unhealthy(failures.map(\.description).joined(separator: " "))
    }

    private func failure(of entry: Registry, image: String?) async throws -> Unhealthy? {
        let (login, now) = (Login(username: entry.username, password: entry.password), now())
        let known = refusals.withLock { $0[entry.key] }
        if let known, known.login == login, (0..<Self.pause).contains(now.timeIntervalSince(known.at)) {
            return known.words
        }
        do {
            try await RegistryCheck(registry: entry, outgoing: outgoing, url: url, image: image).run()
            refusals.withLock { $0[entry.key] = nil }
            return nil
        } catch let failure as Unhealthy {
            let named =
                entry.match == nil ? failure : Unhealthy("\(entry.key): \(failure.what)", whatToDo: failure.whatToDo)
            // Only who was refused is locked out: what cannot be reached is asked as before.
            if !failure.whatToDo.isEmpty {
                refusals.withLock { $0[entry.key] = Refusal(login: login, words: named, at: now) }
            }
            return named
        }
    }

    /// To look for them is much work where there are thousands of projects.
    private func knownImages(of entries: [Registry]) async throws -> [String: String] {
        let now = now()
        if let last = known.withLock({ $0 }), (0..<600).contains(now.timeIntervalSince(last.at)) { return last.images }
        let images = try await images(of: entries)
        known.withLock { $0 = (now, images) }
        return images
    }

    /// An image that was deployed, by entry: its path.
    private func images(of entries: [Registry]) async throws -> [String: String] {
        let projects = try await database.read { tx in
            let deployed = try tx.environments.pinned()
            return try tx.projects.all().filter { $0.state == .active && deployed[$0.id]?.isEmpty == false }
                .sorted { $0.id < $1.id }
        }
        var images: [String: String] = [:]
        for project in projects where images.count < entries.count {
            let entry = settings.registry(of: project.fullName)
            guard entry.login != nil, images[entry.key] == nil, let identity = ProjectIdentity(project) else {
                continue
            }
            let (image, prefix) = (identity.image(settings), entry.host + "/")
            if image.hasPrefix(prefix) { images[entry.key] = String(image.dropFirst(prefix.count)) }
        }
        return images
    }
}
