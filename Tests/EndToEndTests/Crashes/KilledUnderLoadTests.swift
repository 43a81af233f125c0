import Foundation
import Storage
import Synchronization
import Testing

extension EndToEnd {
    @Suite struct KilledUnderLoadTests {
        @Test("what was acknowledged is stored, whenever the machine loses its power")
        func whatWasAcknowledgedIsStored() async throws {
            try await World.with { world in
                let acknowledged = Acknowledged()
                try await withThrowingTaskGroup { group in
                    for _ in 1...32 {
                        group.addTask {
                            while case let guid = UUID().uuidString, await Self.isAccepted(guid, by: world) {
                                acknowledged.add(guid)
                            }
                        }
                    }
                    try await world.waitFor("2,000 deliveries are acknowledged") {
                        acknowledged.guids.count >= 2000
                    }
                    try await world.kill()
                    try await group.waitForAll()
                }
                let database = try await Database.readOnly(at: world.folder.appending(path: "data"))
                let guids = acknowledged.guids
                let lost = try await database.read { tx in try guids.filter { try tx.deliveries.find($0) == nil } }
                #expect(lost.isEmpty)
                try await world.restart()
                try await world.waitFor("every delivery is decided") {
                    try await database.read { try $0.deliveries.queuedCount() } == 0
                }
                try database.close()
            }
        }

        /// Whether a delivery is acknowledged; not by a program that has been killed.
        private static func isAccepted(_ guid: String, by world: World) async -> Bool {
            let body = Data(#"{"zen":"Keep it logically awesome.","hook_id":1}"#.utf8)
            return (try? await world.deliver("ping", body, guid: guid)) == 202
        }

        private final class Acknowledged: Sendable {
            private let all = Mutex<Set<String>>([])

            var guids: Set<String> { all.withLock { $0 } }

            func add(_ guid: String) { all.withLock { _ = $0.insert(guid) } }
        }
    }
}
