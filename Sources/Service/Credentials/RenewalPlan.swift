import Foundation
import Storage

/// When the token of a project is renewed: well before its hour ends, and each project at a time of its own, so that
/// projects that were set up in one minute do not all renew in one minute for ever. Pure.
enum RenewalPlan {
    /// Seconds before its end in which every token is due.
    static let margin: TimeInterval = 15 * 60
    /// Seconds by which a project may be due earlier than that.
    static let spread: TimeInterval = 15 * 60

    /// Seconds before its end at which the token of this project is due.
    static func margin(of project: String) -> TimeInterval { margin + spread * share(of: project) }

    /// A number from 0 to 1 that stays the same for a project, also over restarts (FNV-1a, 64 bits).
    static func share(of project: String) -> Double {
        let hash = project.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        // Its high bits hardly differ between short texts: mixed as in MurmurHash3.
        var mixed = (hash ^ hash >> 33) &* 0xff51_afd7_ed55_8ccd
        mixed = (mixed ^ mixed >> 33) &* 0xc4ce_b9fe_1a85_ec53
        return Double((mixed ^ mixed >> 33) >> 11) / 0x1p53
    }

    /// Those that are due at `gitHubTime`, in the order given.
    static func due(_ credentials: [CredentialRecord], at gitHubTime: Date) -> [CredentialRecord] {
        credentials.filter { credential in
            guard let expires = credential.expires else { return false }
            return expires.timeIntervalSince(gitHubTime) < margin(of: credential.project)
        }
    }
}
