import Foundation
import GitHubAPI
import KubernetesAPI
import RunEngine
import Scaffolding
import Storage

/// Makes a repository a project: the template's files in one commit, records, and everything its environments need in the
/// cluster.
public struct SetUpProject: Automation {
    public let name = AutomationName.setUpProject.rawValue
    let bench: Workbench

    public init(_ bench: Workbench) {
        self.bench = bench
    }

    var settings: Settings { bench.settings }

    public func run(_ context: RunContext) async throws -> RunOutcome {
        let input = try context.input(as: SetUpInput.self)
        let repository = try await look(at: input, context)
        let routing = Routing(settings)
        let rule = settings.rules.first(covering: repository.fullName.fullName, topics: repository.topics)
        guard routing.reasonAgainst(repository) == nil, let template = rule?.template else {
            let reason = routing.reasonAgainst(repository) ?? "no rule matches any more"
            return try await leaveAlone(repository, because: reason, input, context)
        }
        let known = try await takeUp(context)
        if known?.isLeaving == true { return .done("left alone: the project leaves the cluster, or left it") }
        let plan = SetUpPlan(
            input: input, repository: repository, template: template, id: routing.id(of: repository.id),
            image: known?.image, present: known?.moved)
        let (files, found) = try await context.run { context in
            try await register(plan, context)
            return try await renderTemplate(plan, context)
        } beside: { context, _ in
            try await findBranch(plan, context)
        }
        let head = try await makeHead(found.get(), plan, files, context)
        // Most of an environment needs no commit, and takes about as long.
        let (_, prepared) = try await context.run { context in
            try await commitScaffold(plan, files, on: head, context)
        } beside: { context, committed in
            try await prepareEnvironments(plan, after: committed, context)
        }
        let unfinished = try await finishEnvironments(prepared.get(), plan, context)
        try await seeWhatComesBack(plan, context)
        return unfinished.isEmpty ? .done("set up") : .done("set up in part: \(unfinished.joined(separator: ", "))")
    }

    public func failed(_ error: UserError, _ context: RunContext) async throws {
        let (id, settings, now) = (context.project, settings, context.now)
        try await context.record("tell the failure") { tx in
            guard let project = try tx.projects.find(id) else { return }
            let stage = try tx.initialisation.all(of: id).first { $0.state != .done }?.stage
            // Archived on GitHub meanwhile: what is recorded here is told when it is so no more.
            if project.state == .archived, let stage {
                try tx.initialisation.fail(stage, of: id, error: error.description, at: now)
                try tx.projects.update(id, at: now) { $0.trouble = error.trouble }
            }
            guard [.settingUp, .failed].contains(project.state) else { return }
            if let stage { try tx.initialisation.fail(stage, of: id, error: error.description, at: now) }
            try tx.projects.update(id, at: now) { project in
                project.state = .failed
                project.reason = error.what
                project.trouble = error.trouble
            }
            try tx.tellSetUp(of: id, settings, at: now)
        }
    }

    /// GitHub's view of the repository: events may be old or tell little.
    private func look(at input: SetUpInput, _ context: RunContext) async throws -> Repository {
        try await context.step("look at the repository", retry: .persistent, durability: .withTheNext) { attempt in
            let client = try await bench.gitHub.forRepository(
                input.fullName, id: input.repository, installation: input.installation)
            return try await PatienceWithGitHub.whileYoung(attempt) {
                try await client.repository(id: input.repository)
            }
        }
    }

    private func register(_ plan: SetUpPlan, _ context: RunContext) async throws {
        let (began, now) = (context.run.created, context.now)
        let record = plan.projectRecord(settings, at: began)
        let environments = plan.environmentRecords(settings, at: began)
        let (settings, run, comesBack) = (settings, context.run.id, plan.input.isComeBack != nil)
        // On disk with the template's, before anything is made for it.
        try await context.record("register the project", durability: .withTheNext) { tx in
            let (known, isNew) = try tx.projects.register(record, environments: environments)
            if !isNew {
                let former = try tx.newestCommit(of: known)
                try tx.projects.update(record.id, at: now) { $0.follow(record) }
                // What was said of its farewell must not stand there for ever.
                try tx.tellNewest(of: record.id, settings, at: now)
                try tx.tellFormer(former, of: record.id, settings, at: now)
                if comesBack { try tx.resumeRelease(of: record.id, comeBack: run, settings, at: now) }
            }
            try tx.initialisation.start(.project, of: record.id, at: began)
            try tx.initialisation.finish(.project, of: record.id, at: now)
            try tx.initialisation.start(.template, of: record.id, at: now)
        }
    }
}

/// What a set-up is about.
struct SetUpPlan: Sendable {
    let input: SetUpInput
    let repository: Repository
    let template: String
    let id: ProjectID
    /// Of a project that comes back: the image that its manifests name.
    var image: String?
    /// The project as it was recorded when a later round began: the repository may have been moved since the first look.
    var present: ProjectRecord?

    var branch: String { repository.defaultBranch }
    var fullName: RepositoryName {
        present.flatMap { RepositoryName(owner: $0.owner, name: $0.name) } ?? repository.fullName
    }
    var installation: Int64? { present?.installation ?? input.installation }

    var identity: ProjectIdentity {
        if let present, let identity = ProjectIdentity(present) { return identity }
        return ProjectIdentity(
            id: id, owner: repository.fullName.owner, ownerID: repository.owner.id, name: repository.fullName.name,
            branch: branch, image: image, template: template, topics: repository.topics)
    }

    func projectRecord(_ settings: Settings, at time: Date) -> ProjectRecord {
        ProjectRecord(
            id: id.value, repository: repository.id, owner: repository.fullName.owner, ownerID: repository.owner.id,
            name: repository.fullName.name, isPrivate: repository.isPrivate, installation: input.installation,
            branch: branch, template: template,
            image: identity.image(settings), topics: repository.topics, created: time)
    }

    func environmentRecords(_ settings: Settings, at time: Date) -> [EnvironmentRecord] {
        EnvironmentName.allCases.map { environment in
            EnvironmentRecord(
                project: id.value, name: environment, namespace: ProjectNames(id).namespace(environment).text,
                address: identity.address(environment, settings), updated: time)
        }
    }
}

extension ProjectRecord {
    /// One that comes back is as the repository is now; its manifests still name the image that they did.
    fileprivate mutating func follow(_ seen: ProjectRecord) {
        (owner, ownerID, name) = (seen.owner, seen.ownerID, seen.name)
        (isPrivate, branch, topics) = (seen.isPrivate, seen.branch, seen.topics)
        installation = seen.installation ?? installation
        unseen = nil
    }
}

extension Transaction {
    /// Tells the set-up on the commit it belongs to, once there is one.
    func tellSetUp(of project: String, _ settings: Settings, at now: Date) throws {
        guard let commit = try projects.find(project)?.scaffoldSHA else { return }
        try Telling(settings).tell(commit, of: project, in: self, at: now)
    }
}
