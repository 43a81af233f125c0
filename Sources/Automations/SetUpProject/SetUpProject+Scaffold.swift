import Foundation
import GitHubAPI
import KubernetesAPI
import RunEngine
import Scaffolding
import Storage

extension SetUpProject {
    /// Adds what the repository lacks. In one that comes back, what its people deleted or changed since is theirs.
    func commitScaffold(
        _ plan: SetUpPlan, _ files: [RenderedFile], on head: Head, _ context: RunContext
    ) async throws {
        guard plan.input.isComeBack == true else { return try await addFiles(plan, files, on: head, context) }
        let withheld = try await context.projectRecord()?.withheldFiles ?? []
        let nothing = MissingFiles(base: nil, added: [], withheld: withheld)
        try await record(plan, head: head, nothing, commit: nil, context)
    }

    /// Adds the files the repository lacks as one commit. The branch is never forced: if it moved meanwhile, the commit is
    /// made again upon what is there then.
    private func addFiles(
        _ plan: SetUpPlan, _ files: [RenderedFile], on head: Head, _ context: RunContext
    ) async throws {
        let client = try await gitHub(plan)
        var head = head
        for round in 1...Self.rounds {
            let work = ScaffoldWork(
                plan: plan, files: files, head: head, client: client, round: round, automation: self, context: context)
            let missing = try await work.findMissing()
            if missing.added.isEmpty { return try await record(plan, head: head, missing, commit: nil, context) }
            let commit = try await work.commit(missing)
            guard let moved = try await work.moveBranch(to: commit) else {
                return try await record(plan, head: head, missing, commit: commit, context)
            }
            head = Head(sha: moved, isSeed: false)
        }
        throw UserError(
            what: "The branch \(plan.branch) of \(plan.repository.fullName) moved with every attempt to add files.",
            whatToDo: "Pause the pushes for a minute, then replay the delivery.", code: "setUp.branchMoves")
    }

    private static let rounds = 5

    private func record(
        _ plan: SetUpPlan, head: Head, _ missing: MissingFiles, commit: String?, _ context: RunContext
    ) async throws {
        let (id, settings, now) = (plan.id.value, settings, context.now)
        let resources = plan.gitOpsResources(at: now)
        let subject = CommitSubject.of(ScaffoldPlan.commitMessage(template: plan.template))
        let ref = "refs/heads/\(plan.branch)"
        try await context.record("record the scaffold") { tx in
            let project = try tx.projects.find(id)
            let (former, newest) = (project?.scaffoldSHA, try project.flatMap { try tx.newestCommit(of: $0) })
            try tx.projects.update(id, at: now) { project in
                project.scaffoldSHA = commit ?? head.sha
                project.withheldFiles = missing.withheld
                project.reason = nil
                project.trouble = nil
            }
            if let commit {
                try tx.pushes.record(
                    PushRecord(project: id, ref: ref, before: head.sha, after: commit, subject: subject, time: now))
            }
            // A project that comes back goes on from the commit that it comes back with.
            if commit == nil, let last = try tx.pushes.latest(project: id, ref: ref), last.after != head.sha {
                try tx.pushes.record(
                    PushRecord(project: id, ref: ref, before: last.after, after: head.sha, subject: "", time: now))
            }
            try tx.initialisation.finish(.scaffoldCommit, of: id, detail: commit, at: now)
            try tx.initialisation.start(.records, of: id, at: now)
            for resource in resources { try tx.gitopsResources.save(resource) }
            try tx.initialisation.finish(.records, of: id, at: now)
            try tx.initialisation.start(.cluster, of: id, at: now)
            try tx.correct(former, of: id, settings, at: now)
            if newest != former { try tx.tellFormer(newest, of: id, settings, at: now) }
            try tx.tellSetUp(of: id, settings, at: now)
        }
    }
}

extension Transaction {
    /// What was told on a commit that the set-up no longer belongs to must not stand there as it was.
    func correct(_ former: String?, of project: String, _ settings: Settings, at now: Date) throws {
        guard let former, try projects.find(project)?.scaffoldSHA != former, try isSaid(on: former, of: project)
        else { return }
        try Telling(settings).tell(former, of: project, in: self, at: now)
    }
}

extension SetUpPlan {
    fileprivate func gitOpsResources(at time: Date) -> [GitOpsResourceRecord] {
        let names = ProjectNames(id)
        return EnvironmentName.allCases.flatMap { environment in
            let namespace = names.namespace(environment).text
            return [
                GitOpsResourceRecord(
                    project: id.value, environment: environment, kind: .namespace, name: namespace,
                    namespace: namespace, updated: time),
                GitOpsResourceRecord(
                    project: id.value, environment: environment, kind: .gitRepository,
                    name: names.gitRepository.text, namespace: namespace, updated: time),
                GitOpsResourceRecord(
                    project: id.value, environment: environment, kind: .kustomization,
                    name: names.kustomization(environment).text, namespace: namespace, updated: time),
            ]
        }
    }
}
