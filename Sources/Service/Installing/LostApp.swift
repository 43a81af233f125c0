import Foundation
import GitHubAPI

/// An App that exists at GitHub, and whose key cannot be written where it belongs: it is put elsewhere, and it is said where.
struct LostApp {
    let app: RegisteredApp
    let files: AppFiles
    let place: GitHubPlace
    let reason: String

    var failure: StartFailure {
        let what =
            "the App \(app.name) (\(app.id)) exists at GitHub, but it cannot be kept in \(files.folder.path): \(reason)."
        let names = AppFileNames(id: app.id)
        guard let shelter = shelter(names) else {
            return StartFailure(
                what + " Its key and its secret could not be written anywhere else either.",
                whatToDo:
                    "Make room; then make new ones at \(settings) (Private keys, Webhook secret), or delete the App there "
                    + "(Advanced) and run this again.")
        }
        let lines = names.entries.map { "  \($0.key): \($0.yaml)" }
        return StartFailure(
            what + " Its key and its secret are in \(shelter.path), for this user only.",
            whatToDo: (["Move both files to the folder of the configuration, and write there:", "github:"] + lines)
                .joined(separator: "\n"))
    }

    private var settings: String {
        let isOrganization = app.owner?.type == "Organization"
        return "\(place.settings(of: isOrganization ? app.owner?.login : nil))/\(app.slug)"
    }

    /// A new folder for this user only, with both files in it.
    private func shelter(_ names: AppFileNames) -> URL? {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "slipway-app-\(app.id)-\(UUID().uuidString.prefix(8).lowercased())")
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
            try files.writeSecrets(of: app, names, in: folder)
            return folder
        } catch {
            return nil
        }
    }
}
