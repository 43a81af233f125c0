import Foundation
import Redaction
import Storage
import Synchronization
import Testing

@testable import Service

@Suite("The end of credentials is announced")
struct ExpiryWatchTests {
    private static let day: TimeInterval = 86_400

    /// Rounds of a day or less, as after a start each.
    private final class World: Sendable {
        let storage: StorageFixture
        let time = LaterTime(StorageFixture.now)
        let ends = Mutex<[CredentialExpiry]>([])
        let metrics = MetricsRegistry()
        let told = Notes()

        init() async throws {
            storage = try await StorageFixture()
        }

        func look() async {
            let watch = ExpiryWatch(
                database: storage.database, source: { self.ends.withLock { $0 } }, metrics: metrics, logger: .silent,
                now: { self.time.now })
            await watch.look()
            await watch.look()
            let alarms = FluxAlarms(
                database: storage.database, channels: [{ self.told.add($0.message) }], limit: 50, logger: .silent,
                now: { self.time.now })
            await alarms.look()
        }
    }

    @Test func fourteenThreeAndOneDayAheadEachOnceAlsoOverRestarts() async throws {
        let world = try await World()
        let end = StorageFixture.now.addingTimeInterval(20 * Self.day)
        world.ends.withLock { $0 = [CredentialExpiry(kind: .github, name: "github.tokenFile", expires: end)] }
        var days: [Int] = []
        for hour in 0..<(21 * 24) {
            let before = world.told.all.count
            await world.look()
            if world.told.all.count > before { days.append(20 - hour / 24) }
            world.time.pass(3600)
        }
        #expect(days == [14, 3, 1])
        #expect(world.told.all.first?.hasPrefix("The credential github.tokenFile ends in 14 days, at ") == true)
        // It was replaced.
        world.ends.withLock { $0 = [CredentialExpiry(kind: .github, name: "github.tokenFile", expires: nil)] }
        await world.look()
        await world.look()
        #expect(world.told.all.dropFirst(3) == ["The credential github.tokenFile does not end soon any more."])
    }

    @Test func twoThatEndAtOnceAreBothTold() async throws {
        let world = try await World()
        let end = StorageFixture.now.addingTimeInterval(2 * Self.day)
        world.ends.withLock {
            $0 = ["registry.passwordFile", "registries[0].passwordFile"].map {
                CredentialExpiry(kind: .registry, name: $0, expires: end)
            }
        }
        await world.look()
        #expect(world.told.all.count == 2)
        #expect(world.metrics.exposition.contains(#"slipway_credential_expires_seconds{kind="registry"} 172800"#))
        #expect(!world.metrics.exposition.contains(#"{kind="github"}"#))
    }

    @Test func aWebTokenTellsItsEndItself() {
        let claims = Data(#"{"sub":"x","exp":1800000000}"#.utf8).base64EncodedString().replacing("=", with: "")
        #expect(TokenEnd.of(Redacted("eyJhbGciOiJSUzI1NiJ9.\(claims).c2ln")) == StorageFixture.now)
        for text in ["ghp_abc", "a.b.c", "ey.%%%.c", "ey..", "", "ey.e30.c"] {
            #expect(TokenEnd.of(Redacted(text)) == nil)
        }
    }
}
