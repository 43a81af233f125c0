import RunEngine
import Testing

@testable import Automations
@testable import GitHubAPI

@Suite("What is done about GitHub's refusals")
struct CredentialRefusalTests {
    private func advice(_ code: GitHubError.Code) -> RetryAdvice {
        GitHubError(code: code, request: .get("/app")).advice
    }

    /// However long it takes: no attempt and no time counts until somebody has mended the credential.
    @Test func aCredentialThatIsRefusedIsWaitedForWithoutALimit() {
        #expect(advice(.unauthorized) == .park(notBefore: nil))
        #expect(advice(.suspended) == .park(notBefore: nil))
    }

    @Test func aRightThatIsLackingIsTriedAgainForALimitedTimeAndWhatIsGoneIsNot() {
        #expect(advice(.forbidden(missingPermission: "contents=write")) == .retry(notBefore: nil))
        #expect(advice(.gone) == .terminal)
    }
}
