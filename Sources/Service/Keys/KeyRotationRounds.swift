import Foundation
import Logging
import ServiceLifecycle
import Storage

/// Carries out rotations of the encryption key that `slipway keys rotate` asks for, and goes on with one that was
/// interrupted.
struct KeyRotationRounds: ServiceLifecycle.Service {
    let database: Database
    let logger: Logger
    var clock: any Clock<Duration> = ContinuousClock()
    let now: @Sendable () -> Date

    func run() async throws {
        await Beat(every: .seconds(1), clock: clock).run { await round() }
    }

    func round() async {
        do {
            guard let done = try await database.rotateKeys(now: now) else { return }
            logger.notice(
                "the encryption key was rotated",
                metadata: [
                    "key": "\(done.key ?? "")", "sealedAnew": "\(done.resealed)", "notOpened": "\(done.unopened)",
                ])
        } catch {
            logger.error("the encryption key cannot be rotated for now", metadata: ["reason": "\(error.sentence)"])
        }
    }
}
