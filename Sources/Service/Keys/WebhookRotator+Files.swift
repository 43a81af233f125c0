import Crypto
import Foundation
import Storage

extension WebhookRotator {
    /// The file of the secret, and the one beside it of the new secret.
    struct Files: Sendable {
        let present: URL
        let next: URL
    }

    /// - Throws: ``StartFailure`` that says how it is done by hand where the file is not Slipway's to write.
    func files() throws -> Files {
        let files = configuration.github.webhookSecretFiles
        guard let file = files.first else { throw Self.byHand("the configuration holds the webhook secret itself") }
        guard files.count == 1 else {
            throw StartFailure(
                "two files of webhook secrets are configured, so that a change by hand seems to be under way.",
                whatToDo: "End it first: remove the one that GitHub does not sign with from github.webhookSecretFiles.")
        }
        let present = URL(filePath: file)
        let isLink = (try? FileManager.default.destinationOfSymbolicLink(atPath: file)) != nil
        guard !isLink, access(present.deletingLastPathComponent().path, W_OK) == 0 else {
            throw Self.byHand("\(file) is \(isLink ? "a link" : "in a folder that is not writable")")
        }
        return Files(present: present, next: URL(filePath: file + WebhookSecretFiles.next))
    }

    private static func byHand(_ why: String) -> StartFailure {
        StartFailure(
            "\(why), so Slipway cannot write a new one beside it.",
            whatToDo: """
                1. Make one (openssl rand -hex 32), and add it as the second of github.webhookSecrets, or as a second file to \
                github.webhookSecretFiles. Restart `slipway serve`: it accepts both.
                2. Set it at GitHub, in the webhook's settings.
                3. When newer deliveries there show 202, and ten minutes have passed, remove the old one, and restart.
                """)
    }

    /// The rotation that is under way, or a new one.
    func begin(_ files: Files, _ database: Database) async throws -> WebhookRotationRecord {
        if PrivateText.written(files.next) == nil {
            FailurePoint.hit(.beforeCall, "WebhookRotation/write the new secret")
            let secret = SymmetricKey(size: .bits256).withUnsafeBytes { bytes in
                bytes.map { String(format: "%02x", $0) }.joined()
            }
            try Self.writing { () throws(PrivateText.Failure) in
                try PrivateText(files.next).write(secret + "\n", replacing: false)
            }
            FailurePoint.hit(.afterAnswer, "WebhookRotation/write the new secret")
        }
        guard let written = PrivateText.written(files.next) else {
            throw StartFailure("\(files.next.path) is gone.", whatToDo: "Run the command again.")
        }
        if let known = try await database.read({ try $0.webhookRotations.find() }), known.finished == nil,
            known.written == written
        {
            return known
        }
        let new = WebhookRotationRecord(began: now(), written: written)
        try await save(new, database)
        return new
    }

    private static func writing(_ body: () throws(PrivateText.Failure) -> Void) throws(StartFailure) {
        do {
            try body()
        } catch {
            throw StartFailure(
                "\(error.file) cannot be written: \(error.reason).",
                whatToDo: "Look at the free space there and the permissions, and run the command again: it goes on.")
        }
    }

    /// A secret that GitHub may sign with is accepted from here on.
    func isAccepted(_ file: URL, _ written: Int64, _ database: Database) async throws {
        _ = try await eventually(within: patience.service) {
            try await database.read { try $0.webhookSecrets.find(file.path, written: written) }
        } orElse: {
            StartFailure(
                "no running service accepts the secret in \(file.path) yet, so nothing more is changed.",
                whatToDo: "Start `slipway serve` with this configuration, then run the command again: it goes on.")
        }
    }

    /// The old one is overwritten by the new one; there is no moment without a secret.
    func drop(_ files: Files, _ rotation: WebhookRotationRecord, _ database: Database) async throws {
        var place: String { "WebhookRotation/drop the old secret" }
        FailurePoint.hit(.beforeCall, place)
        try Self.writing { () throws(PrivateText.Failure) in
            try PrivateText(files.next).take(placeOf: files.present)
        }
        FailurePoint.hit(.afterAnswer, place)
        try await finish(files, rotation, database)
    }

    /// Killed between the two: the new secret is in its place already.
    func finishDropped(_ files: Files, _ database: Database) async throws -> Bool {
        guard let known = try await database.read({ try $0.webhookRotations.find() }), known.finished == nil,
            known.verified != nil, PrivateText.written(files.next) == nil,
            PrivateText.written(files.present) == known.written
        else { return false }
        try await finish(files, known, database)
        return true
    }

    private func finish(_ files: Files, _ rotation: WebhookRotationRecord, _ database: Database) async throws {
        try await isAccepted(files.present, rotation.written, database)
        var rotation = rotation
        rotation.finished = now()
        try await save(rotation, database)
        say("✅ The old secret is dropped: \(files.present.path) holds the new one, and nothing else is accepted.")
    }
}
