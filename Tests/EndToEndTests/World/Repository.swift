import Automations
import Foundation
import Simulation

/// A repository of a world, with what Slipway made of it.
struct Repository: Sendable {
    static let environments = ["development", "staging", "production"]

    let world: World
    let name: String
    let id: Int
    /// The id of the project that it becomes.
    let project: String

    var github: SimulatedGitHub { world.github }
    var cluster: SimulatedCluster { world.cluster }

    init(_ world: World, _ info: SimulatedGitHub.RepositoryInfo) {
        self.world = world
        name = info.fullName
        id = info.id
        let host = world.github.baseURL.replacing("http://", with: "")
        project = ProjectID(gitHubHost: host, repository: Int64(info.id)).value
    }

    func namespace(_ environment: String) -> String { "project-\(project)-\(environment)" }

    // MARK: What a person does

    @discardableResult
    func push(
        _ files: [String: GitFile] = ["CHANGES.md": "More.\n"], message: String = "Change", branch: String? = nil,
        build: BuildPlan? = nil
    ) async throws -> String {
        try await github.push(to: name, branch: branch, files: files, message: message, build: build)
    }

    var head: String {
        get async throws {
            guard let head = try await github.commit(in: name) else { throw Unexpected("\(name) has no commit") }
            return head
        }
    }

    // MARK: What Slipway knows

    /// `project show` as JSON; `nil` before there is a project.
    var report: JSONValue? {
        get async throws {
            let answer = try await world.operations("/api/projects/\(name)")
            return answer.status == 200 ? answer.body : nil
        }
    }

    var state: String? {
        get async throws { try await report?["project"]?["state"]?.string }
    }

    /// Waits until the project is in this state.
    func becomes(_ state: String) async throws {
        try await world.waitFor("\(name) becomes \(state)", { try await self.state == state }) {
            "\(try await report?["project"] ?? .null)"
        }
    }

    /// Waits until every run has ended, and everything has been said.
    func isQuiet() async throws {
        try await world.waitFor("everything about \(name) is done and said") {
            let runs = try await report?["runs"]?.array ?? []
            let isDone = runs.allSatisfy { Self.ended.contains($0["state"]?.string ?? "") }
            guard isDone else { return false }
            return try await world.hasSaidEverything(about: project)
        }
    }

    private static let ended: Set = ["done", "failed", "superseded", "cancelled"]

    // MARK: What is in the cluster

    func object(_ kind: String, _ environment: String, _ name: String) async -> JSONValue? {
        await cluster.object(kind, namespace: namespace(environment), name: name)
    }

    func gitRepository(_ environment: String) async -> JSONValue? {
        await object("GitRepository", environment, "\(project)-repo")
    }

    func kustomization(_ environment: String) async -> JSONValue? {
        await object("Kustomization", environment, "\(project)-\(environment)")
    }

    /// The tags of the images whose pods serve in an environment.
    func serving(_ environment: String) async -> Set<String> {
        let pods = await cluster.objects("Pod", namespace: namespace(environment))
        let ready = pods.filter { pod in
            pod["metadata"]?["deletionTimestamp"] == nil && pod.condition("Ready")?["status"]?.string == "True"
        }
        return Set(ready.compactMap { $0.imageTag })
    }

    /// Waits until only this commit serves in these environments.
    func serves(_ commit: String, in environments: [String] = environments) async throws {
        for environment in environments {
            try await world.waitFor("\(environment) of \(name) serves \(commit)") {
                await serving(environment) == [commit]
            }
        }
    }

    // MARK: What is read on GitHub

    /// Waits for the one comment on a commit to say this.
    func comment(on commit: String, says text: String) async throws -> String {
        let comment = try await eventually("the comment on \(commit) says “\(text)”", within: World.patience) {
            let bodies = try await github.comments(in: name, on: commit).map(\.body)
            return bodies.first { $0.contains(text) }
        }
        return comment
    }

    func comments(on commit: String) async throws -> [CommitComment] {
        try await github.comments(in: name, on: commit)
    }

    /// The latest status of each environment: its state and description.
    func status(_ environment: String, on commit: String) async throws -> CommitStatus? {
        try await github.status("slipway/\(environment)", in: name, on: commit)
    }
}

extension JSONValue {
    /// The tag of a pod's first image.
    var imageTag: String? {
        self["spec"]?["containers"]?[0]?["image"]?.string?.split(separator: ":").last.map(String.init)
    }
}

extension Repository {
    /// What the environment's namespace must hold: kind and name.
    func expectedObjects(in environment: String) -> Set<String> {
        [
            "Namespace/\(namespace(environment))", "RoleBinding/slipway",
            "ServiceAccount/slipway-deployer", "RoleBinding/slipway-deployer",
            "ResourceQuota/project-quota", "LimitRange/project-limits", "NetworkPolicy/project-isolation",
            "Secret/OWNER-ghcr-auth", "Secret/\(project)-git-auth", "GitRepository/\(project)-repo",
            "Kustomization/\(project)-\(environment)", "ServiceAccount/default",
        ]
    }

    /// What Slipway has in the environment's namespace.
    func ownObjects(in environment: String) async -> Set<String> {
        let namespace = namespace(environment)
        var found: Set<String> = []
        for kind in Self.kinds {
            for object in await cluster.objects(kind, namespace: kind == "Namespace" ? nil : namespace) {
                let labels = object["metadata"]?["labels"]
                guard labels?["app.kubernetes.io/managed-by"]?.string == "slipway",
                    labels?["slipway.dev/project"]?.string == project,
                    labels?["slipway.dev/environment"]?.string == environment
                else { continue }
                let name = object["metadata"]?["name"]?.string ?? ""
                found.insert("\(kind)/\(name.replacing(/^\d+-ghcr/, with: "OWNER-ghcr"))")
            }
        }
        return found
    }

    private static let kinds = [
        "Namespace", "ServiceAccount", "RoleBinding", "ResourceQuota", "LimitRange", "NetworkPolicy", "Secret",
        "GitRepository", "Kustomization",
    ]

    /// A comment with stable names for what differs from run to run.
    func settled(_ comment: String, _ commit: String, _ more: [String: String] = [:]) -> String {
        let names = [commit: "COMMIT", project: "PROJECT", github.baseURL: "GITHUB"]
        return EndToEndTests.settled(comment, names.merging(more) { $1 })
    }

    func address(_ environment: String) -> String {
        let host = name.split(separator: "/")[1]
        return "https://\(environment == "production" ? "" : "\(environment)-")\(host).apps.example.com"
    }

    /// The commit the repository was set up with.
    var scaffold: String {
        get async throws {
            let stages = try await report?["stages"]?.array ?? []
            let stage = stages.first { $0["stage"]?.string == "scaffoldCommit" }
            guard let commit = stage?["detail"]?.string else { throw Unexpected("\(name) has no scaffold") }
            return commit
        }
    }

    /// Lets a build that is held come to its end.
    func finishBuild(of commit: String, _ plan: BuildPlan? = nil) async throws {
        guard let build = try await github.builds(in: name, of: commit).last else {
            throw Unexpected("there is no build of \(commit)")
        }
        try await github.completeBuild(build.id, in: name, plan)
    }

    /// The image tags that the Kustomizations pin, in the order of the environments; empty for none.
    var pinnedTags: [String] {
        get async {
            var tags: [String] = []
            for environment in Self.environments {
                tags.append(await kustomization(environment)?["spec"]?["images"]?[0]?["newTag"]?.string ?? "")
            }
            return tags
        }
    }

    /// The environments in the order in which Slipway pinned an image there for the first time.
    func orderOfReleases(of commit: String? = nil) async -> [String] {
        var order: [String] = []
        for request in await cluster.requests() where request.resource == "kustomizations" && request.verb == "patch" {
            let tag = (try? JSONValue(parsing: request.body))?["spec"]?["images"]?[0]?["newTag"]?.string
            guard let tag, commit == nil || tag == commit else { continue }
            let environment = Self.environments.first { request.namespace == namespace($0) }
            if let environment, !order.contains(environment) { order.append(environment) }
        }
        return order
    }
}
