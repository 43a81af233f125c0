import Foundation
import Testing

@testable import GitHubAPI

@Suite struct StandingTests {
    @Test func headersOfATokenAreRead() {
        #expect(GitHubClient.scopes("repo, workflow,admin:org_hook") == ["repo", "workflow", "admin:org_hook"])
        #expect(GitHubClient.scopes("") == [])
        #expect(GitHubClient.expiry("2026-12-01 14:21:09 UTC") == Date(timeIntervalSince1970: 1_796_134_869))
        #expect(GitHubClient.expiry("2026-12-01 14:21:09 +0200") == Date(timeIntervalSince1970: 1_796_127_669))
        #expect(GitHubClient.expiry("never") == nil)
    }

    @Test(arguments: [
        (#"{"url": "https://a/b", "content_type": "json", "insecure_ssl": "0", "secret": "********"}"#, true, true),
        (#"{"url": "https://a/b", "content_type": "json", "insecure_ssl": 1}"#, false, false),
    ])
    func aHooksConfiguration(_ json: String, hasSecret: Bool, verifiesTLS: Bool) throws {
        let hook = try JSONDecoder().decode(HookConfiguration.self, from: Data(json.utf8))
        #expect(hook == HookConfiguration(url: "https://a/b", hasSecret: hasSecret, verifiesTLS: verifiesTLS))
    }

    @Test func withoutAWordFormsAreSent() throws {
        let hook = try JSONDecoder().decode(HookConfiguration.self, from: Data("{}".utf8))
        #expect(hook.contentType == "form")
        #expect(hook.url.isEmpty)
    }

    @Test func whatAnAppLacks() {
        let granted = Permissions(["contents": "read", "metadata": "read", "issues": "write"])
        #expect(
            Permissions(["contents": "write", "metadata": "read", "statuses": "write"]).lacking(in: granted)
                == Permissions(["contents": "write", "statuses": "write"]))
    }

    @Test func whatAWebhookMustBeSubscribedTo() {
        #expect(Event.subscriptions == ["push", "repository", "workflow_run"])
    }
}
