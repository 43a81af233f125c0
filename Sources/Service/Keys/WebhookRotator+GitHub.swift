import Foundation
import GitHubAPI
import Redaction
import Storage

extension WebhookRotator {
    /// Every webhook that delivers here gets the new secret. To tell one twice changes nothing.
    /// - Returns: when.
    func tell(_ files: Files) async throws -> Date {
        var place: String { "WebhookRotation/tell GitHub" }
        let file = SecretFile(
            subject: "the new webhook secret", path: files.next.path, key: "github.webhookSecretFiles")
        let secret: Redacted
        do {
            secret = try file.read()
        } catch {
            throw StartFailure(
                "the new webhook secret \(files.next.path) cannot be read.",
                whatToDo: "Make it readable for this user, or remove it and run the command again.")
        }
        try await FailurePoint.at(place) {
            for owner in try await owners() {
                let answer: HookConfiguration
                do {
                    answer = try await github.setSecret(secret, of: owner)
                } catch let error as GitHubError where error.code == .notFound || error.isPermissionRefusal {
                    throw Self.mayNot(owner, error)
                }
                FailurePoint.answered()
                guard answer.hasSecret else {
                    throw StartFailure(
                        "GitHub took the secret of \(owner), and shows none.", whatToDo: "Run the command again.")
                }
            }
        }
        FailurePoint.hit(.afterAnswer, place)
        return now()
    }

    private func owners() async throws -> [HookOwner] {
        do {
            return try await hooks.owners()
        } catch let error as Unhealthy {
            throw StartFailure(error.what, whatToDo: error.whatToDo)
        }
    }

    private static func mayNot(_ owner: HookOwner, _ error: GitHubError) -> StartFailure {
        let remedy =
            owner == .app
            ? "Activate the webhook in the App's settings, and run the command again."
            : "Give the token \"Webhooks: read and write\" (a classic token: admin:org_hook or admin:repo_hook)."
        return StartFailure("\(error.whatHappened)", whatToDo: remedy)
    }

    /// Waits for a delivery that the new secret verifies, after asking for one.
    func delivered(_ file: URL, _ rotation: WebhookRotationRecord, _ database: Database) async throws -> Date {
        if let verified = rotation.verified { return verified }
        func look() async throws -> Date? {
            try await database.read { try $0.webhookSecrets.find(file.path, written: rotation.written)?.verified }
        }
        if let verified = try await look() { return verified }
        await askForDelivery()
        return try await eventually(within: patience.delivery, look) {
            StartFailure(
                "no delivery signed with the new secret has come yet; both are accepted.",
                whatToDo: "Run the command again after the next push or another event: it goes on.")
        }
    }

    /// A ping; an App's webhook is asked for its newest delivery once more, which Slipway knows by its GUID. That it comes is
    /// no promise of GitHub's, and other deliveries do as well.
    private func askForDelivery() async {
        guard let owners = try? await owners() else { return }
        for owner in owners {
            if owner == .app {
                guard let newest = try? await github.deliveries(of: .app).deliveries.first(where: \.isOK) else {
                    continue
                }
                try? await github.redeliver(newest.id, of: .app)
            } else {
                try? await github.ping(owner)
            }
        }
    }

    /// Waits until no delivery can come any more that was signed with the old secret.
    func quiet(_ files: Files, _ rotation: WebhookRotationRecord, _ database: Database) async throws {
        var told: Date?
        while true {
            let last = try await database.read { tx in
                try tx.webhookSecrets.all().first { $0.place == files.present.path }?.verified
            }
            let since = [rotation.told, last].compactMap { $0 }.max() ?? now()
            let end = since.addingTimeInterval(patience.quiet)
            guard now() < end else { return }
            if told != end {
                say(
                    "4. The old secret is accepted until \(Self.time(end)), for deliveries that are late. Waiting; if you "
                        + "interrupt this, run the command again then.")
                told = end
            }
            try await clock.sleep(for: .seconds(min(5, max(0.2, end.timeIntervalSince(now())))))
        }
    }
}
