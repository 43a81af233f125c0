import Foundation
import GitHubAPI
import Redaction
import Storage

/// Where a registered App is kept: its key and its webhook secret in files of their own, named by its number, and the
/// configuration that names them. The configuration is written last: until then everything is as it was before.
public struct AppFiles: Sendable {
    let configuration: URL
    let place: GitHubPlace
    /// Whether an App, a token or secrets that the configuration names may give way.
    let isReplacing: Bool
    /// The place is another one than the configuration names.
    let changesPlace: Bool

    /// - Parameter configuration: path of the configuration; it need not exist.
    public init(configuration: String, place: GitHubPlace, isReplacing: Bool, changesPlace: Bool) {
        // A link stays, and what it leads to is changed.
        self.configuration = URL(filePath: configuration).absoluteURL.resolvingSymlinksInPath()
        self.place = place
        self.isReplacing = isReplacing
        self.changesPlace = changesPlace
    }

    var folder: URL { configuration.deletingLastPathComponent() }

    /// Whether everything could be written if there were an App by now; nothing is.
    /// - Throws: ``StartFailure``
    func check() throws {
        let edit = ConfigurationEdit(text: try before(), fileName: configuration.lastPathComponent)
        var keys = ConfigurationEdit.credentialKeys
        if changesPlace { keys += ["api", "web"] }
        if !isReplacing, let present = edit.present(keys) {
            throw StartFailure(
                "\(configuration.path) has \(present) already.",
                whatToDo: "With --replace the new App takes its place; the files that it names stay.")
        }
        _ = try text(names: AppFileNames(id: 1))
        do {
            try PrivateText(folder.appending(path: "slipway-app")).rehearse()
        } catch {
            throw StartFailure(
                "nothing can be written in \(folder.path): \(error.reason).",
                whatToDo: "Create the folder and make it writable for this user, or name another place with --config.")
        }
    }

    /// Writes the key, the secret and then the configuration.
    func write(_ app: RegisteredApp) throws -> AppFileNames {
        let names = AppFileNames(id: app.id)
        let text = try text(names: names)
        try writeSecrets(of: app, names, in: folder)
        try PrivateText(configuration, mode: mode).write(text, replacing: exists)
        return names
    }

    func writeSecrets(of app: RegisteredApp, _ names: AppFileNames, in folder: URL) throws {
        // The number is this App's alone: what has its name is an earlier attempt to write the same.
        try PrivateText(folder.appending(path: names.key))
            .write(app.privateKey.value.endingWithNewline, replacing: false)
        guard let secret = app.webhookSecret else { return }
        try PrivateText(folder.appending(path: names.secret)).write(
            secret.value.endingWithNewline, replacing: false)
    }

    private var exists: Bool { FileManager.default.fileExists(atPath: configuration.path) }

    /// A configuration that is there keeps its own.
    private var mode: mode_t {
        let attributes = try? FileManager.default.attributesOfItem(atPath: configuration.path)
        return (attributes?[.posixPermissions] as? NSNumber).map { mode_t($0.uint16Value) } ?? 0o600
    }

    private func before() throws -> String {
        guard exists else { return InitialConfiguration().text }
        do {
            return try String(contentsOf: configuration, encoding: .utf8)
        } catch {
            throw StartFailure(
                "\(configuration.path) cannot be read: \(error.localizedDescription)",
                whatToDo: "Make it readable for this user, or name another one with --config.")
        }
    }

    private func text(names: AppFileNames) throws -> String {
        var entries = names.entries
        var removed = ConfigurationEdit.credentialKeys
        if changesPlace {
            removed += ["api", "web"]
            if !place.isUsual { entries.insert((key: "api", yaml: place.api), at: 0) }
        }
        return try ConfigurationEdit(text: try before(), fileName: configuration.lastPathComponent)
            .setting(entries, removing: removed)
    }
}

/// How the files of an App are called, and how the configuration names them.
struct AppFileNames: Sendable, Equatable {
    let id: Int64

    var key: String { "app-\(id).pem" }
    var secret: String { "app-\(id).webhook-secret" }

    /// The keys below `github`.
    var entries: [(key: String, yaml: String)] {
        [
            (key: "app", yaml: "{ id: \(id), privateKeyFile: \(key) }"),
            (key: "webhookSecretFiles", yaml: "[ \(secret) ]"),
        ]
    }
}

extension String {
    fileprivate var endingWithNewline: String { hasSuffix("\n") ? self : self + "\n" }
}
