import Foundation
import Service

/// What `slipway app create` says.
enum AppTexts {
    static func invitation(_ invitation: AppRegistration.Invitation, organization: String?) -> String {
        let owner = organization.map { "an owner of \($0)" } ?? "you"
        let host = ProcessInfo.processInfo.hostName
        // Who runs it may be a user that nobody logs in as.
        let forward = "ssh -L \(invitation.port):127.0.0.1:\(invitation.port) YOU@\(host)"
        return """
            Open this page in a browser where \(owner) can sign in to GitHub:

              \(invitation.url)

            If the browser is on another machine, run this there first: \(forward)
            It waits for ten minutes; Ctrl-C ends it.
            """
    }

    /// - Parameter option: the `--config` that was given: what follows needs it too.
    static func done(_ result: AppRegistration.Result, option: String?) -> String {
        let more = option.map { " --config \($0)" } ?? ""
        let owner = result.owner.map { " and belongs to \($0)" } ?? ""
        return """

            ✅ \(result.name.printable) (App \(result.id)) is registered\(owner).
            \(result.files.map { "   wrote \($0)" }.joined(separator: "\n"))

            What comes next:
            1. Install it, for all repositories: \(result.installing)
            2. slipway doctor\(more)   looks at everything that Slipway needs.
            3. slipway serve\(more)    starts Slipway.
            """
    }
}
