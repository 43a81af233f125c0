import Testing

@testable import Service

@Suite("Unreadable files")
struct SecretFileTests {
    /// The one failure that a test running as root cannot provoke, as a person sees it.
    @Test func permissionDeniedSaysWhatToDo() {
        let file = SecretFile(
            subject: "the App's private key", path: "/etc/slipway/app.pem", key: "github.app.privateKeyFile")
        let problem = file.problem(.denied, place: nil)
        #expect(problem.what == "cannot read the App's private key /etc/slipway/app.pem: permission denied.")
        #expect(
            problem.whatToDo == "Make it readable for this user (chmod 600, chown), or set github.app.privateKeyFile.")
    }
}
