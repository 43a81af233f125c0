import Foundation
import Storage

/// What the two commands say.
enum BackupText {
    static func content(_ report: BackupReport) -> String {
        let megabytes = String(format: "%.1f", Double(report.size) / 1e6)
        return [
            counted(report.projects, "project"), counted(report.deliveries, "delivery", "deliveries"),
            "\(counted(report.unfinishedRuns, "run")) to go on with (\(megabytes) MB)",
        ].joined(separator: ", ")
    }

    static func keyAdvice(folder: URL, tokens: Int) -> String {
        let key = folder.appending(path: "encryption.key").path
        let place = FileManager.default.fileExists(atPath: key) ? key : "the encryption key of your configuration"
        return "Keep \(place) as well, in another place: it opens the \(counted(tokens, "token")) in the backup."
    }

    static func afterRestoring(_ report: RestoreReport, folder: URL) -> [String] {
        var lines: [String] = []
        if let former = report.former { lines.append("The database that was there is \(former.path).") }
        if report.sealedTokens > 0 {
            let why = report.hasKey ? "encryption.key does not open" : "There is no encryption.key to open"
            lines.append(
                "⚠️ \(why) \(counted(report.sealedTokens, "token")): put back the one that belongs to the backup, unless the "
                    + "configuration gives the key. Without it Slipway gets new tokens.")
        }
        let since = report.content.lastDelivery.map { "after \(Moment.utc($0))" } ?? "since"
        lines.append(
            "Deliveries that arrived \(since) are not in it: Slipway asks GitHub for them again when it runs; GitHub keeps them "
                + "for three days.")
        return lines
    }

    private static func counted(_ number: Int, _ one: String, _ many: String? = nil) -> String {
        "\(number) \(number == 1 ? one : many ?? one + "s")"
    }
}
