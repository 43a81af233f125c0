import Foundation
import GitHubAPI
import Testing

@testable import Automations

private let account = Account(login: "acme", id: 9)
private let sha = "3f2a1bc000000000000000000000000000000000"
private let zeros = String(repeating: "0", count: 40)

private func named(_ text: String) throws -> RepositoryName { try #require(RepositoryName(text)) }

private func repository(
    _ fullName: String = "acme/web-shop", fork: Bool = false, archived: Bool = false, template: Bool = false,
    mirror: String? = nil, topics: [String] = []
) throws -> Repository {
    Repository(
        id: 42, fullName: try named(fullName), owner: account, isFork: fork, isArchived: archived,
        isTemplate: template, mirrorURL: mirror, topics: topics)
}

private func push(
    ref: String = "refs/heads/main", after: String = sha, deleted: Bool = false, created: Bool = false,
    message: String = "Fix the basket\n\nIt was empty.", repository given: Repository? = nil
) throws -> Event {
    let head = PushedCommit(id: after, message: message, timestamp: Date(timeIntervalSince1970: 1_767_323_045))
    return .push(
        PushEvent(
            ref: ref, before: zeros, after: after, isDeleted: deleted, isCreated: created,
            headCommit: deleted ? nil : head, repository: try given ?? repository()))
}

private func build(
    path: String = ".github/workflows/slipway.yml", event: String = "push", branch: String? = "main",
    head: Int64? = 42
) throws -> WorkflowRunEvent {
    let run = WorkflowRun(
        id: 7, runAttempt: 2, path: path, event: event, headBranch: branch, headSHA: sha, headRepositoryID: head,
        htmlURL: "https://github.com/acme/web-shop/actions/runs/7")
    return WorkflowRunEvent(run: run, repository: try repository())
}

@Suite struct RoutingTests {
    let routing = Routing(
        gitHubHost: "github.com",
        rules: [
            ProjectRule(match: "acme/web-*", template: "nextjs-15-app"),
            ProjectRule(match: "acme/*", topic: "slipway", template: "static-site"),
        ],
        buildWorkflow: ".github/workflows/slipway.yml")
    let id = ProjectID(gitHubHost: "github.com", repository: 42)

    var project: KnownProject { KnownProject(id: id, trackedBranch: "main") }

    private func setUp(_ name: String = "acme/web-shop", installation: Int64? = nil) throws -> RoutingDecision {
        let input = SetUpInput(repository: 42, fullName: try named(name), installation: installation)
        return .start([RoutedRun(semanticKey: "setup:42", project: id, input: .setUpProject(input))])
    }

    // MARK: Repositories

    @Test func aNewRepositoryIsSetUp() throws {
        let event = RepositoryEvent(repository: try repository(), installationID: 5)
        #expect(routing.decide(.repositoryCreated(event), project: nil) == (try setUp(installation: 5)))
    }

    @Test func aRepeatedCreationAsksForTheSameRun() throws {
        let event = RepositoryEvent(repository: try repository(), installationID: 5)
        #expect(routing.decide(.repositoryCreated(event), project: project) == (try setUp(installation: 5)))
    }

    @Test func aTopicMakesARuleMatch() throws {
        let event = RepositoryEvent(repository: try repository("acme/docs", topics: ["slipway"]))
        #expect(routing.decide(.repositoryCreated(event), project: nil) == (try setUp("acme/docs")))
    }

    @Test func repositoriesThatAreLeftAlone() throws {
        let cases: [(Repository, String)] = [
            (try repository(fork: true), "a fork"),
            (try repository(archived: true), "archived"),
            (try repository(template: true), "a template repository"),
            (try repository(mirror: "https://example.com/x.git"), "a mirror"),
            (try repository("other/x"), "no rule matches other/x"),
            (
                try repository("acme/docs"),
                "the rule acme/* asks for the topic slipway, which acme/docs does not have"
            ),
        ]
        for (repository, reason) in cases {
            let event = Event.repositoryCreated(RepositoryEvent(repository: repository))
            #expect(routing.decide(event, project: nil) == .ignore(reason))
        }
    }

    @Test func changesOfARepositoryChangeTheRecord() throws {
        let event = RepositoryEvent(
            repository: try repository("acme/web-store", topics: ["slipway", "slipway-keep"]), installationID: 7)
        let plain = RepositoryEvent(repository: try repository("acme/web-store", topics: ["slipway"]))
        let name = try named("acme/web-store")
        let cases: [(Event, ProjectUpdate, String)] = [
            (
                .repositoryRenamed(event, from: "web-shop"), .moved(to: name, owner: account, installation: 7),
                "renamed from web-shop to acme/web-store"
            ),
            (
                .repositoryTransferred(event, from: Account(login: "old", id: 1)),
                .moved(to: name, owner: account, installation: 7),
                "transferred from old, acme/web-store now"
            ),
            (
                .repositoryTransferred(event, from: nil), .moved(to: name, owner: account, installation: 7),
                "transferred, acme/web-store now"
            ),
            (
                .defaultBranchChanged(event, from: "master"), .trackedBranch("main"),
                "the tracked branch is main now, it was master"
            ),
            (.repositoryPublicized(event), .visibility(isPrivate: false), "public now"),
            (.repositoryPrivatized(event), .visibility(isPrivate: true), "private now"),
            (
                .repositoryArchived(event), .archived, "archived: what runs is left as it is"
            ),
            (
                .repositoryDeleted(event), .deleted, "deleted: what runs is removed after a while of grace"
            ),
            (.repositoryUnarchived(event), .unarchived, "pushes are acted on again"),
            (.topicsChanged(event), .topics(keep: true), "it has the topic slipway-keep"),
            (.topicsChanged(plain), .topics(keep: false), "its topics changed, none of them keeps it"),
        ]
        for (event, update, note) in cases {
            #expect(routing.decide(event, project: project) == .update(update, note: note))
            #expect(routing.decide(event, project: nil) == .ignore("project not known"))
            #expect(Routing.repository(of: event) == 42)
        }
    }

    // MARK: Installations

    @Test func anInstallationSetsUpWhatMatches() throws {
        let event = InstallationEvent(
            installation: Installation(id: 5, account: account),
            repositories: [
                RepositorySummary(id: 42, fullName: try named("acme/web-shop")),
                RepositorySummary(id: 43, fullName: try named("other/x")),
            ])
        #expect(routing.decide(.installationCreated(event), project: nil) == (try setUp(installation: 5)))
        #expect(Routing.repository(of: .installationCreated(event)) == nil)
    }

    @Test func addedRepositoriesWhoseTopicsAreNotToldAreLookedAt() throws {
        let event = InstallationRepositoriesEvent(
            installation: Installation(id: 5, account: account),
            added: [RepositorySummary(id: 42, fullName: try named("acme/docs"))])
        #expect(routing.decide(.repositoriesAdded(event), project: nil) == (try setUp("acme/docs", installation: 5)))
    }

    @Test func anInstallationWithoutMatchesIsIgnored() throws {
        let other = RepositorySummary(id: 43, fullName: try named("other/x"))
        func decide(_ repositories: [RepositorySummary]) -> RoutingDecision {
            let installation = Installation(id: 5, account: account)
            let event = InstallationEvent(installation: installation, repositories: repositories)
            return routing.decide(.installationCreated(event), project: nil)
        }
        #expect(decide([]) == .ignore("it names no repository"))
        #expect(decide([other]) == .ignore("no rule matches other/x"))
        #expect(decide([other, other]) == .ignore("no rule matches any of its 2 repositories"))
    }

    @Test func whatIsNotActedOnSaysWhy() throws {
        let installation = Installation(id: 5, account: account)
        let event = InstallationEvent(installation: installation)
        let lost = "Slipway lost access; what runs in the cluster is left as it is"
        let again = "runs that wait for GitHub try again by themselves"
        let cases: [(Event, String)] = [
            (.installationDeleted(event), lost),
            (.installationSuspended(event), lost),
            (.repositoriesRemoved(InstallationRepositoriesEvent(installation: installation)), lost),
            (.installationUnsuspended(event), again),
            (.installationPermissionsAccepted(event), again),
            (.ping(PingEvent(hookID: 1)), "a ping: the webhook works"),
            (.other(name: "issues", action: "opened"), "issues.opened is not acted on"),
            (.other(name: "status", action: nil), "status is not acted on"),
        ]
        for (event, reason) in cases {
            #expect(routing.decide(event, project: nil) == .ignore(reason))
            #expect(Routing.repository(of: event) == nil)
        }
    }

    // MARK: Pushes

    @Test func aPushToTheTrackedBranchReconciles() throws {
        let input = PushInput(
            ref: "refs/heads/main", before: zeros, after: sha, subject: "Fix the basket",
            time: Date(timeIntervalSince1970: 1_767_323_045))
        let run = RoutedRun(
            semanticKey: "push:42:refs/heads/main:\(sha)", project: id, input: .reconcile(input))
        #expect(routing.decide(try push(), project: project) == .start([run]))
        #expect(run.input.automation == .reconcile)
    }

    @Test func aPushToAnUnknownRepositorySetsItUp() throws {
        #expect(routing.decide(try push(), project: nil) == (try setUp()))
    }

    @Test func aPushBringsBackWhatLeftTheCluster() throws {
        var removed = project
        removed.isArchived = true
        removed.removed = Date(timeIntervalSince1970: 1_767_323_045)
        let input = SetUpInput(repository: 42, fullName: try named("acme/web-shop"))
        let run = RoutedRun(semanticKey: "setup:42:1767323045000", project: id, input: .setUpProject(input))
        #expect(
            routing.decide(try push(), project: removed)
                == .revive(run, push: "push:42:refs/heads/main:\(sha)"))
        let reasons: [(Event, String)] = [
            (try push(ref: "refs/heads/x"), "branch x is not the tracked branch main"),
            (try push(after: zeros, deleted: true), "branch deleted"),
            (
                try push(repository: try repository(archived: true)),
                "the project is archived, and stays so: archived"
            ),
        ]
        for (event, reason) in reasons { #expect(routing.decide(event, project: removed) == .ignore(reason)) }
        removed.scaffoldCommit = sha
        #expect(routing.decide(try push(), project: removed) == .ignore("Slipway's own commit"))
    }

    @Test func whatAnInstallationMaySee() throws {
        let installation = Installation(id: 5, account: account)
        let event = InstallationEvent(installation: installation)
        #expect(
            routing.access(of: .installationSuspended(event))
                == .lost(installation: 5, .all, reason: "the App is suspended on acme"))
        #expect(
            routing.access(of: .installationDeleted(event))
                == .lost(installation: 5, .all, reason: "the App was removed from acme"))
        #expect(
            routing.access(of: .installationUnsuspended(event))
                == .regained(installation: 5, .all, reason: "the App on acme is not suspended any more"))
        let one = RepositorySummary(id: 42, fullName: try named("acme/web-shop"))
        #expect(
            routing.access(of: .repositoriesRemoved(.init(installation: installation, removed: [one])))
                == .lost(installation: 5, .repositories([42]), reason: "the App on acme may not see it any more"))
        #expect(
            routing.access(of: .repositoriesAdded(.init(installation: installation, added: [one])))
                == .regained(installation: 5, .repositories([42]), reason: "the App on acme may see it"))
        #expect(routing.access(of: try push()) == nil)
    }

    @Test func pushesThatAreIgnored() throws {
        var own = project
        own.scaffoldCommit = sha
        var archived = project
        archived.isArchived = true
        let cases: [(Event, KnownProject?, String)] = [
            (try push(ref: "refs/tags/v1"), project, "a tag"),
            (try push(ref: "refs/notes/commits"), project, "not a branch"),
            (
                try push(ref: "refs/heads/feature-x"), project,
                "branch feature-x is not the tracked branch main"
            ),
            (try push(after: zeros, deleted: true), project, "branch deleted"),
            (try push(), own, "Slipway's own commit"),
            (try push(created: true, message: ScaffoldPlan.seedMessage), project, "Slipway's own commit"),
            (try push(), archived, "the project is archived"),
            (try push(deleted: true), nil, "branch deleted"),
            (try push(ref: "refs/heads/x"), nil, "project not known, and x is not the default branch"),
            (try push(repository: try repository("other/x")), nil, "no rule matches other/x"),
            (try push(repository: try repository(fork: true)), nil, "a fork"),
        ]
        for (event, project, reason) in cases {
            #expect(routing.decide(event, project: project) == .ignore(reason))
        }
    }

    @Test func aSeedMessageOnAnOldBranchIsAPush() throws {
        let event = try push(message: ScaffoldPlan.seedMessage)
        guard case .start = routing.decide(event, project: project) else {
            Issue.record("a later commit with the seed's message was ignored")
            return
        }
    }

    // MARK: Builds

    @Test func buildsThatBeganAreReported() throws {
        let event = try build()
        let input = RunInput.reportBuild(BuildInput(run: event.run))
        let requested = RoutedRun(semanticKey: "build:42:7:2:requested", project: id, input: input)
        let started = RoutedRun(semanticKey: "build:42:7:2:in_progress", project: id, input: input)
        #expect(routing.decide(.workflowRunRequested(event), project: project) == .start([requested]))
        #expect(routing.decide(.workflowRunInProgress(event), project: project) == .start([started]))
    }

    @Test func aGoodBuildIsDeployed() throws {
        let event = try build()
        let run = RoutedRun(
            semanticKey: "deploy:42:7:2", project: id, input: .deploy(BuildInput(run: event.run)))
        #expect(routing.decide(.workflowRunCompleted(event, .success), project: project) == .start([run]))
    }

    /// Its commit waits to hear how the build ended, and it may come back with the image.
    @Test func buildsOfAProjectThatLeftTheClusterAreTold() throws {
        var removed = project
        (removed.isArchived, removed.removed) = (true, Date(timeIntervalSince1970: 1_800_000_000))
        let event = try build()
        let run = RoutedRun(
            semanticKey: "deploy:42:7:2", project: id, input: .deploy(BuildInput(run: event.run)))
        #expect(routing.decide(.workflowRunCompleted(event, .success), project: removed) == .start([run]))
    }

    @Test(arguments: [
        Conclusion.failure, .cancelled, .skipped, .timedOut, .actionRequired, .neutral, .stale, .startupFailure,
        .other("new"),
    ])
    func anyOtherEndIsReported(conclusion: Conclusion) throws {
        let event = try build()
        let run = RoutedRun(
            semanticKey: "build:42:7:2:completed", project: id, input: .reportBuild(BuildInput(run: event.run)))
        #expect(routing.decide(.workflowRunCompleted(event, conclusion), project: project) == .start([run]))
    }

    @Test func buildsThatAreIgnored() throws {
        var archived = project
        archived.isArchived = true
        let other = "the workflow .github/workflows/ci.yml is not the build workflow"
        let cases: [(WorkflowRunEvent, KnownProject?, String)] = [
            (try build(), nil, "project not known"),
            (try build(), archived, "the project is archived"),
            (try build(path: ".github/workflows/ci.yml"), project, other),
            (try build(path: ".github/workflows/ci.yml@main"), project, other),
            (try build(head: 43), project, "head repository is a fork"),
            (try build(head: nil), project, "head repository is a fork"),
            (try build(event: "pull_request"), project, "a build of a pull request"),
            (try build(event: "pull_request_target"), project, "a build of a pull request"),
            (try build(branch: nil), project, "a build of no branch"),
            (try build(branch: "feature-x"), project, "branch feature-x is not the tracked branch main"),
        ]
        for (event, project, reason) in cases {
            #expect(routing.decide(.workflowRunRequested(event), project: project) == .ignore(reason))
            #expect(routing.decide(.workflowRunInProgress(event), project: project) == .ignore(reason))
            #expect(routing.decide(.workflowRunCompleted(event, .success), project: project) == .ignore(reason))
            #expect(routing.decide(.workflowRunCompleted(event, .failure), project: project) == .ignore(reason))
        }
    }

    @Test func aPathWithItsRefIsTheBuildWorkflow() throws {
        let event = try build(path: ".github/workflows/slipway.yml@refs/heads/main")
        guard case .start = routing.decide(.workflowRunCompleted(event, .success), project: project) else {
            Issue.record("the ref behind the path was not cut off")
            return
        }
    }

    @Test(arguments: [
        ("Fix\n\nmore", "Fix"), ("  Fix \r\nmore", "Fix "), ("", ""), ("\nFix", "Fix"),
    ])
    func subjects(message: String, subject: String) {
        #expect(CommitSubject.of(message) == subject)
    }
}
