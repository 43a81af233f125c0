import Foundation
import Service
import Storage

/// What the commands about the encryption key say.
enum KeysText {
    static func list(_ report: SealingReport, _ style: Style) -> String {
        var table = Table("KEY", "ROLE", "TOKENS", "OPEN")
        table.rows = report.keys.map { key in
            [key.id ?? "of an older version", role(key.role), "\(key.values)", "\(key.opened)"]
        }
        return table.text(style)
    }

    private static func role(_ role: SealingReport.Key.Role) -> String {
        switch role {
        case .active: "seals"
        case .older: "opens"
        case .missing: "missing"
        }
    }

    static func rotated(_ done: KeyRotationRecord, _ configuration: Configuration) -> [String] {
        let tokens = done.resealed == 1 ? "1 token was" : "\(done.resealed) tokens were"
        var lines = ["✅ Key \(done.key ?? "") seals from now on. \(tokens) sealed anew."]
        if done.unopened > 0 {
            lines.append(
                "⚠️ \(done.unopened) did not open with any key at hand and stayed as they are; Slipway gets these tokens anew."
            )
        }
        if let place = configuration.encryptionKeyPlace {
            lines.append("Now remove the old key from \(place), and restart `slipway serve`.")
        } else {
            let file = KeyFile(folder: URL(filePath: configuration.data)).url.path
            lines.append("The old key is dropped. Keep \(file) in another place, as before, and make a new backup:")
            lines.append("tokens in former backups open with the old key only; without it Slipway gets new ones.")
        }
        return lines
    }
}
