import Foundation
import GitHubAPI
import Redaction
import Synchronization

/// The webhook secrets that are accepted at present; they may change while deliveries arrive.
final class SecretsInUse: Sendable {
    /// A secret, and when it last verified a delivery.
    final class Use: Sendable {
        let source: WebhookSecretSource
        private let milliseconds = Atomic<Int64>(0)

        init(_ source: WebhookSecretSource) {
            self.source = source
        }

        func verified(at now: Date) {
            milliseconds.store(Int64(now.timeIntervalSince1970 * 1000), ordering: .relaxed)
        }

        var verified: Date? {
            let value = milliseconds.load(ordering: .relaxed)
            return value == 0 ? nil : Date(timeIntervalSince1970: Double(value) / 1000)
        }
    }

    /// Those of one moment: what a delivery is verified with from its first byte to its last.
    struct Moment: Sendable {
        let secrets: WebhookSecrets
        let uses: [Use]
    }

    private let moment: Mutex<Moment>

    /// - Throws: `WebhookSecrets.Refusal`
    init(_ sources: [WebhookSecretSource]) throws {
        moment = Mutex(try Self.moment(of: sources, former: []))
    }

    var now: Moment { moment.withLock { $0 } }

    /// From now on these are accepted. One that was before keeps when it verified.
    /// - Throws: `WebhookSecrets.Refusal`; nothing changes then.
    func replace(with sources: [WebhookSecretSource]) throws {
        try moment.withLock { moment in moment = try Self.moment(of: sources, former: moment.uses) }
    }

    private static func moment(of sources: [WebhookSecretSource], former: [Use]) throws -> Moment {
        Moment(
            secrets: try WebhookSecrets(sources.map(\.secret)),
            uses: sources.map { source in former.first { $0.source == source } ?? Use(source) })
    }
}
