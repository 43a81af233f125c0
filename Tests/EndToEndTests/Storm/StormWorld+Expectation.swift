import Foundation
import Simulation
import Storage

extension StormWorld {
    private static let environments = ["development", "staging", "production"]

    /// How the world differs from the one that people's deeds alone lead to.
    func differences() async throws -> [String] {
        var found: [String] = []
        let repositories = await github.everyRepository()
        let records = try await Records.read(data, projects: sites.values.map(\.project))
        for (_, site) in sites.sorted(by: { $0.key < $1.key }) where !site.isDeleted && !site.isArchived {
            guard let repository = repositories.first(where: { $0.id == site.id }) else { continue }
            let project = records.projects.first { $0.id == site.project }
            found += try await differences(site, repository, project).map { "\(site.name): \($0)" }
        }
        return found
    }

    private func differences(
        _ site: StormSite, _ repository: SimulatedGitHub.RepositorySnapshot, _ project: ProjectRecord?
    ) async throws -> [String] {
        var found: [String] = []
        if project?.state != .active { found.append("the project is \(project?.state.rawValue ?? "not known")") }
        if project.map({ "\($0.owner)/\($0.name)" }) != repository.fullName {
            found.append("it is known as \(project.map { "\($0.owner)/\($0.name)" } ?? "nothing")")
        }
        let scaffolds = repository.history.filter { $0.message.hasPrefix("Add the template") }.count
        if scaffolds != 1 { found.append("\(scaffolds) scaffold commits") }
        let lost = site.kept.subtracting(repository.history.map(\.sha)).sorted()
        found += lost.map { "the commit \($0) of a person is not on the branch any more" }
        let expected = StormEnding(site, repository)
        for environment in Self.environments {
            found += await differences(environment, site, repository, expected).map { "\(environment): \($0)" }
        }
        return found + said(site, repository, expected)
    }

    // MARK: The cluster

    private func differences(
        _ environment: String, _ site: StormSite, _ repository: SimulatedGitHub.RepositorySnapshot,
        _ expected: StormEnding
    ) async -> [String] {
        let namespace = site.namespace(environment)
        let phase = await cluster.object("Namespace", name: namespace)?["status"]?["phase"]?.string
        guard phase == "Active" else { return ["the namespace is \(phase ?? "missing")"] }
        var found: [String] = []
        for (kind, number) in Self.objects {
            let there = await cluster.objects(kind, namespace: namespace)
                .count { $0["metadata"]?["labels"]?["app.kubernetes.io/managed-by"]?.string == "slipway" }
            if there != number { found.append("\(there) \(kind)s of Slipway instead of \(number)") }
        }
        let source = await cluster.object("GitRepository", namespace: namespace, name: "\(site.project)-repo")
        let head = repository.history.first?.sha ?? ""
        if source?["status"]?["artifact"]?["revision"]?.string?.hasSuffix(head) != true {
            found.append("Flux has fetched \(source?["status"]?["artifact"]?["revision"] ?? .null), not \(head)")
        }
        let kustomization = await cluster.object(
            "Kustomization", namespace: namespace, name: "\(site.project)-\(environment)")
        if kustomization?.condition("Ready")?["status"]?.string != "True" {
            found.append("the Kustomization is not ready: \(kustomization?.condition("Ready") ?? .null)")
        }
        let tag = kustomization?["spec"]?["images"]?.array?.first?["newTag"]?.string
        let tags = expected.tags[environment] ?? ["nothing"]
        if !tags.contains(tag ?? "nothing") {
            found.append("pinned to \(tag ?? "nothing") instead of \(tags.sorted().joined(separator: " or "))")
        }
        return found + (await pods(in: namespace, tag, expected))
    }

    private func pods(in namespace: String, _ tag: String?, _ expected: StormEnding) async -> [String] {
        guard let tag, expected.good.contains(tag) else { return [] }
        let serving = await cluster.objects("Pod", namespace: namespace)
            .filter {
                $0["metadata"]?["deletionTimestamp"] == nil && $0.condition("Ready")?["status"]?.string == "True"
            }
            .compactMap { $0["spec"]?["containers"]?.array?.first?["image"]?.string }
        let isServing = !serving.isEmpty && serving.allSatisfy { $0.hasSuffix(":\(tag)") }
        return isServing ? [] : ["serves \(serving) instead of \(tag)"]
    }

    private static let objects = [
        ("ServiceAccount", 2), ("RoleBinding", 2), ("ResourceQuota", 1), ("LimitRange", 1), ("NetworkPolicy", 1),
        ("Secret", 2), ("GitRepository", 1), ("Kustomization", 1),
    ]

    // MARK: What is said

    private func said(
        _ site: StormSite, _ repository: SimulatedGitHub.RepositorySnapshot, _ expected: StormEnding
    ) -> [String] {
        var found: [String] = []
        for build in expected.builds {
            let comment = repository.comments.first { $0.commit == build.commit }?.body
            guard let comment else {
                found.append("nothing is said on \(build.commit)")
                continue
            }
            let last = build.commit == expected.last?.commit
            if build.conclusion != "success", !comment.contains("The build of") {
                found.append("the comment on \(build.commit) does not tell that the build failed")
            } else if last, site.endings[build.commit] == .crashingPods, !comment.contains("stopped at development") {
                found.append("the comment on \(build.commit) does not tell that the pods crash")
            } else if last, expected.good.contains(build.commit), comment.count(of: "✅ ready") != 3 {
                found.append("the comment on \(build.commit) does not tell three times that it is ready")
            }
            if let line = comment.split(separator: "\n").first(where: { $0.contains("🔄") }) {
                found.append("the comment on \(build.commit) still tells of work: \(line)")
            }
        }
        let statuses = Dictionary(grouping: repository.statuses) { "\($0.context) of \($0.commit)" }
        for (name, all) in statuses where all.last?.state == "pending" { found.append("the status \(name) is pending") }
        if let last = expected.last, expected.good.contains(last.commit) {
            for environment in Self.environments
            where statuses["slipway/\(environment) of \(last.commit)"]?.last?.state != "success" {
                found.append("the status slipway/\(environment) of \(last.commit) is no success")
            }
        }
        return found
    }
}

/// What follows from people's deeds alone.
private struct StormEnding {
    /// The last attempts of all builds, in the order they began.
    let builds: [Build]
    /// The last build with an image.
    let last: Build?
    /// Commits whose image becomes ready.
    let good: Set<String>
    /// The tags an environment may be pinned to, or `nothing`.
    let tags: [String: Set<String>]

    init(_ site: StormSite, _ repository: SimulatedGitHub.RepositorySnapshot) {
        builds = repository.builds.filter { $0.branch == repository.defaultBranch }.sorted { $0.number < $1.number }
        let images = builds.filter { $0.conclusion == "success" }
        let last = images.last
        self.last = last
        let good = Set(images.map(\.commit).filter { site.endings[$0] != .crashingPods })
        self.good = good
        guard let last else {
            tags = [:]
            return
        }
        if good.contains(last.commit) {
            tags = ["development": [last.commit], "staging": [last.commit], "production": [last.commit]]
        } else {
            // Whether an earlier one came that far before it was superseded is a matter of moments.
            tags = [
                "development": [last.commit], "staging": good.union(["nothing"]), "production": good.union(["nothing"]),
            ]
        }
    }
}

extension String {
    fileprivate func count(of part: String) -> Int { ranges(of: part).count }
}
