import Foundation
import GitHubAPI
import Testing

@Suite("The event's name is checked against the body")
struct EventShapeTests {
    func error(_ name: String, _ body: Data) -> EventError? {
        do {
            _ = try Event.decode(name: name, body: body)
            return nil
        } catch {
            return error
        }
    }

    @Test func aPushUnderAnotherNameIsRefused() {
        for name in ["repository", "workflow_run", "installation", "installation_repositories", "ping"] {
            #expect(error(name, Payloads.push) == .shape(name: name, looksLike: #"a "push" event"#))
        }
        #expect(
            error("repository", Payloads.push)?.description
                == "The header says \"repository\", but the body has the shape of a \"push\" event. Headers are not "
                + "signed, so it is not acted upon.")
    }

    @Test func noBodyPassesUnderANameThatIsNotItsOwn() {
        let bodies: [String: Data] = [
            "push": Payloads.push,
            "repository": Payloads.repositoryEvent("created"),
            "workflow_run": Payloads.workflowRun("requested"),
            "installation": Payloads.installation("created"),
            "installation_repositories": Payloads.installation(
                "added", more: #", "repositories_added": [], "repositories_removed": []"#),
            "ping": Payloads.ping,
        ]
        for (own, body) in bodies {
            for name in Event.knownNames {
                #expect((error(name, body) == nil) == (name == own), "\(own) sent as \(name)")
            }
        }
    }

    @Test func aCommentIsNoNewRepository() {
        let body = Payloads.repositoryEvent("created", more: #", "comment": {"id": 1}"#)
        #expect(
            error("repository", body) == .shape(name: "repository", looksLike: #"another event (it has "comment")"#))
    }

    @Test func aDeploymentReviewIsNoRequestedRun() {
        let body = Payloads.workflowRun("requested", more: #", "requestor": {"id": 1}, "reviewers": []"#)
        #expect(error("workflow_run", body) != nil)
    }

    @Test func whatIsNoJSONObjectIsSaidToBeNone() {
        for text in ["", "payload=%7B%7D", "[]", "null", "{", "\u{0}"] {
            #expect(error("push", Data(text.utf8)) == .notJSON)
        }
    }

    @Test func theFieldThatIsWrongIsNamed() {
        func repository(_ more: String) -> Data {
            Data(
                #"{"action": "created", "repository": {"id": 1, "full_name": "a/b", "owner": {"login": "a", "id": 2}\#(more)}}"#
                    .utf8)
        }
        #expect(
            error("repository", repository(""))
                == .field(name: "repository", path: "repository.default_branch", problem: "is missing"))
        #expect(
            error("repository", repository(#", "default_branch": 3"#))
                == .field(name: "repository", path: "repository.default_branch", problem: "has another type"))
        #expect(
            error(
                "repository", Payloads.repositoryEvent("created", repository: Payloads.repository(fullName: "a/../b")))
                == .field(
                    name: "repository", path: "repository.full_name", problem: "not the full name of a repository"))
    }

    @Test func namesOfRepositoriesAreChecked() {
        for good in ["acme/web-shop", "a/8888", "A-b/Web.Shop_2", "acme/.github", "emu_corp/x"] {
            #expect(RepositoryName(good)?.fullName == good)
        }
        for bad in ["", "/", "acme", "acme/", "/x", "a/b/c", "a/..", "../b", "a/b c", "a/b?c", "a/é", "a.b/c", "a/."] {
            #expect(RepositoryName(bad) == nil, "\(bad)")
        }
    }

    @Test func theSummaryTakesWhatIsThere() {
        #expect(
            DeliverySummary.peek(Payloads.repositoryEvent("created"))
                == DeliverySummary(
                    action: "created", repositoryFullName: "acme/web-shop", repositoryID: 42, sender: "ada",
                    installationID: 7))
        #expect(DeliverySummary.peek(Data("no json".utf8)) == DeliverySummary())
        #expect(
            DeliverySummary.peek(Data(#"{"action": 3, "repository": "x", "sender": {"login": "ada"}}"#.utf8))
                == DeliverySummary(sender: "ada"))
    }
}
