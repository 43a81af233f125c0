import Foundation
import GitHubAPI
import Testing

@Suite("Events")
struct EventTests {
    static let repository = Repository(
        id: 42, fullName: .webShop,
        owner: Account(login: "acme", id: 9, type: "Organization"), isPrivate: true, topics: ["slipway"])
    static let sender = Account(login: "ada", id: 5, type: "User")
    static let event = RepositoryEvent(repository: repository, sender: sender, installationID: 7)

    @Test(arguments: [
        ("created", Event.repositoryCreated(event)), ("deleted", .repositoryDeleted(event)),
        ("archived", .repositoryArchived(event)), ("unarchived", .repositoryUnarchived(event)),
        ("publicized", .repositoryPublicized(event)), ("privatized", .repositoryPrivatized(event)),
        ("pinned", .other(name: "repository", action: "pinned")),
    ])
    func repositoryActions(_ action: String, _ expected: Event) throws {
        #expect(try Event.decode(name: "repository", body: Payloads.repositoryEvent(action)) == expected)
    }

    @Test func changesTellWhatItWasBefore() throws {
        func decode(_ action: String, _ changes: String) throws -> Event {
            try Event.decode(
                name: "repository", body: Payloads.repositoryEvent(action, more: #", "changes": \#(changes)"#))
        }
        #expect(
            try decode("renamed", #"{"repository": {"name": {"from": "shop"}}}"#)
                == .repositoryRenamed(Self.event, from: "shop"))
        #expect(
            try decode("transferred", #"{"owner": {"from": {"user": {"login": "bob", "id": 3}}}}"#)
                == .repositoryTransferred(Self.event, from: Account(login: "bob", id: 3)))
        #expect(
            try decode("edited", #"{"default_branch": {"from": "master"}}"#)
                == .defaultBranchChanged(Self.event, from: "master"))
        for former in [#"["demo"]"#, "[]", "null"] {
            #expect(try decode("edited", #"{"topics": {"from": \#(former)}}"#) == .topicsChanged(Self.event))
        }
        #expect(
            try decode("edited", #"{"description": {"from": null}}"#)
                == .other(name: "repository", action: "edited"))
    }

    @Test func pushes() throws {
        guard case .push(let push) = try Event.decode(name: "push", body: Payloads.push) else {
            Issue.record("not a push")
            return
        }
        #expect(push.branch == "main")
        #expect(push.tag == nil)
        #expect(push.after == String(repeating: "2", count: 40))
        #expect(push.isForced && !push.isCreated && !push.isDeleted)
        #expect(push.headCommit?.message == "Fix the basket\n\nMore.")
        #expect(push.headCommit?.timestamp == Date(timeIntervalSince1970: 1_795_183_445))
        #expect(push.commits.first?.touchedFiles == ["a.ts", "c.ts", "b.ts"])
        #expect(push.repository == Self.repository)
        #expect(push.installationID == 7)
    }

    @Test func aDeletedTagHasNoHeadCommit() throws {
        guard case .push(let push) = try Event.decode(name: "push", body: Payloads.deletedTag) else {
            Issue.record("not a push")
            return
        }
        #expect(push.branch == nil)
        #expect(push.tag == "v1/beta")
        #expect(push.isDeleted)
        #expect(push.headCommit == nil)
        #expect(push.installationID == nil)
    }

    @Test func workflowRuns() throws {
        let run = WorkflowRun(
            id: 30_433_642, runAttempt: 2, runNumber: 14, name: "Build", path: ".github/workflows/slipway.yml",
            status: "completed", conclusion: .timedOut, headBranch: "main",
            headSHA: String(repeating: "2", count: 40), headRepositoryID: 42,
            htmlURL: "https://github.com/acme/web-shop/actions/runs/30433642",
            jobsURL: "https://api.github.com/repos/acme/web-shop/actions/runs/30433642/jobs",
            runStartedAt: Date(timeIntervalSince1970: 1_795_183_445),
            updatedAt: Date(timeIntervalSince1970: 1_795_183_637))
        let event = WorkflowRunEvent(
            run: run, repository: Self.repository, sender: Self.sender, installationID: 7)
        let body = Payloads.workflowRun("completed", conclusion: #""timed_out""#)
        #expect(try Event.decode(name: "workflow_run", body: body) == .workflowRunCompleted(event, .timedOut))
    }

    @Test func workflowRunsBeforeTheEnd() throws {
        for (action, isRequest) in [("requested", true), ("in_progress", false)] {
            switch try Event.decode(name: "workflow_run", body: Payloads.workflowRun(action, head: "null")) {
            case .workflowRunRequested(let event) where isRequest: #expect(event.run.headRepositoryID == nil)
            case .workflowRunInProgress(let event) where !isRequest: #expect(event.run.conclusion == nil)
            default: Issue.record("\(action) became something else")
            }
        }
    }

    @Test func conclusionsKeepWordsThatAreNew() throws {
        let body = Payloads.workflowRun("completed", conclusion: #""melted""#)
        guard case .workflowRunCompleted(_, let conclusion) = try Event.decode(name: "workflow_run", body: body) else {
            Issue.record("not completed")
            return
        }
        #expect(conclusion == .other("melted"))
        #expect(Conclusion(word: "startup_failure") == .startupFailure)
    }

    @Test func installations() throws {
        let installation = Installation(
            id: 7, account: Account(login: "acme", id: 9, type: "Organization"),
            permissions: Permissions(["contents": "write", "metadata": "read"]), repositorySelection: "selected")
        let summary = RepositorySummary(id: 42, fullName: Self.repository.fullName, isPrivate: true)
        let event = InstallationEvent(installation: installation, repositories: [summary], sender: Self.sender)
        let expected: [(String, Event)] = [
            ("created", .installationCreated(event)), ("deleted", .installationDeleted(event)),
            ("suspend", .installationSuspended(event)), ("unsuspend", .installationUnsuspended(event)),
            ("new_permissions_accepted", .installationPermissionsAccepted(event)),
            ("renamed", .other(name: "installation", action: "renamed")),
        ]
        for (action, event) in expected {
            let body = Payloads.installation(action, more: #", "repositories": \#(Payloads.summaries)"#)
            #expect(try Event.decode(name: "installation", body: body) == event)
        }
    }

    @Test func repositoriesOfInstallations() throws {
        let more = #", "repositories_added": \#(Payloads.summaries), "repositories_removed": []"#
        guard
            case .repositoriesAdded(let event) = try Event.decode(
                name: "installation_repositories", body: Payloads.installation("added", more: more)),
            case .repositoriesRemoved = try Event.decode(
                name: "installation_repositories", body: Payloads.installation("removed", more: more))
        else {
            Issue.record("not added and removed")
            return
        }
        #expect(event.added.map(\.id) == [42])
        #expect(event.removed.isEmpty)
    }

    @Test func pingAndTheRest() throws {
        #expect(
            try Event.decode(name: "ping", body: Payloads.ping)
                == .ping(PingEvent(hookID: 109_948_940, zen: "Design for failure.")))
        #expect(
            try Event.decode(name: "star", body: Payloads.repositoryEvent("created"))
                == .other(name: "star", action: "created"))
        #expect(try Event.decode(name: "public", body: Data("{}".utf8)) == .other(name: "public", action: nil))
    }

    @Test func payloadsSurviveBeingStored() throws {
        guard case .push(let push) = try Event.decode(name: "push", body: Payloads.push),
            case .workflowRunInProgress(let run) = try Event.decode(
                name: "workflow_run", body: Payloads.workflowRun("in_progress"))
        else {
            Issue.record("not decoded")
            return
        }
        #expect(try JSONDecoder().decode(WorkflowRunEvent.self, from: JSONEncoder().encode(run)) == run)
        #expect(try JSONDecoder().decode(RepositoryEvent.self, from: JSONEncoder().encode(Self.event)) == Self.event)
        let again = try JSONDecoder().decode(PushEvent.self, from: JSONEncoder().encode(push))
        #expect(again == push)
    }
}
