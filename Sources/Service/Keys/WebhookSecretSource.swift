import Foundation
import Redaction
import Storage

/// A webhook secret and where it is from.
struct WebhookSecretSource: Sendable, Equatable {
    let secret: Redacted
    /// Its file, or the key of the configuration.
    let place: String
    /// When the file was written, in nanoseconds since 1970; 0 for one that is in no file.
    let written: Int64
}

/// The files of webhook secrets. Beside each may stand the one that is to replace it.
struct WebhookSecretFiles: Sendable {
    static let next = ".next"

    let files: [String]

    /// What is in them now. The new one is read first: when it takes the place of the old one meanwhile, it is read twice
    /// rather than not at all.
    /// - Throws: `SecretFile.Failure`
    func read() throws -> [WebhookSecretSource] {
        var found: [WebhookSecretSource] = []
        for file in files {
            let next = FileManager.default.fileExists(atPath: file + Self.next) ? try? source(file + Self.next) : nil
            let present = try source(file)
            for source in [present, next].compactMap({ $0 })
            where !found.contains(where: { $0.secret == source.secret }) {
                found.append(source)
            }
        }
        return found
    }

    private func source(_ path: String) throws -> WebhookSecretSource {
        // Before the content: a file that changes in between is read again at the next look.
        let written = PrivateText.written(URL(filePath: path)) ?? 0
        let file = SecretFile(subject: "the webhook secret", path: path, key: "github.webhookSecretFiles")
        return WebhookSecretSource(secret: try file.read(), place: path, written: written)
    }
}

extension Configuration.GitHub {
    /// What is accepted at the start.
    func webhookSources() -> [WebhookSecretSource] {
        if !webhookSecretFiles.isEmpty, let read = try? WebhookSecretFiles(files: webhookSecretFiles).read() {
            return read
        }
        return webhookSecrets.enumerated().map {
            WebhookSecretSource(secret: $1, place: "github.webhookSecrets[\($0)]", written: 0)
        }
    }
}
