import Foundation
import Service

/// What `slipway app create` says.
enum AppTexts {
    static func invitation(_ invitation: AppRegistration.Invitation, organization: String?) -> String {
        let owner = organization.map { "an owner of \($0)" } ?? "you"
        let host = ProcessInfo.processInfo.hostName
        let forward = "ssh -L \(invitation.port):127.0.0.1:\(invitation.port) \(NSUserName())@\(host)"
        return """
            Open this page in a browser where \(owner) can sign in to GitHub:

              \(invitation.url)

            If the browser is on another machine, run this there first: \(forward)
            It waits for ten minutes; Ctrl-C ends it.
            """
    }

    static func done(_ result: AppRegistration.Result) -> String {
        let owner = result.owner.map { " and belongs to \($0)" } ?? ""
        return """

            ✅ \(result.name.printable) (App \(result.id)) is registered\(owner).
            \(result.files.map { "   wrote \($0)" }.joined(separator: "\n"))

            What comes next:
            1. Install it, for all repositories: \(result.installing)
            2. slipway doctor   looks at everything that Slipway needs.
            3. slipway serve    starts Slipway.
            """
    }
}
