import Automations
import Foundation
import KubernetesAPI
import Simulation
import Testing
import Yams

extension EndToEnd {
    /// What `Deploy/rbac.yaml` grants is enough for the main job, and each of its rules is used.
    @Suite struct Roles {
        @Test func theDeployedRoleIsEnough() async throws {
            let user = try Self.deployedUser()
            let limited = World.Options.with { $0.cluster.users = [user] }
            try await World.with(limited) { world in
                let site = try await world.createRunningRepository("acme/site")
                _ = try await site.push(message: "Say hello")
                try await site.isQuiet()
                let requests = await world.cluster.requests()
                #expect(requests.filter { $0.status == 403 }.isEmpty)
                let rights = Set(ClusterRight.all.map { "\($0.verb) \($0.resource.group)/\($0.resource.plural)" })
                let done = Set(
                    requests.filter { !$0.resource.isEmpty && !$0.resource.hasPrefix("selfsubject") }.map {
                        "\($0.verb) \($0.group)/\($0.resource)"
                    })
                #expect(done.subtracting(rights).isEmpty, "Slipway does more than ClusterRight.all says")
                let used = Set(requests.compactMap(\.resource))
                #expect(
                    used.isSuperset(of: ["namespaces", "secrets", "rolebindings", "gitrepositories", "deployments"]))
            }
        }

        /// A release that fails is looked at closely, and doctor looks at the surroundings: that needs rights of their
        /// own. Nothing is granted that nobody uses.
        @Test func nothingIsGrantedThatIsNotUsed() async throws {
            let user = try Self.deployedUser()
            let options = World.Options.with {
                $0.cluster.users = [user]
                $0.environment["SLIPWAY_REST"] = "2"
            }
            try await World.with(options) { world in
                let site = try await world.createRunningRepository("acme/site")
                try await Self.waitsForPods(site, world)
                let new = try await site.push(message: "Crash", build: .held)
                await world.cluster.setBehaviour(.crashes(exitCode: 1), forTag: new)
                try await site.finishBuild(of: new)
                _ = try await site.comment(on: new, says: "stopped at development")
                try await site.isQuiet()
                try await world.github.transfer("acme/site", to: "globex")
                let moved = try await site.called("globex/site")
                try await moved.hasFollowed()
                try await Self.putsBack(moved, world)
                try await Self.warns(moved, world)
                _ = try await world.slipway("doctor")
                _ = try await world.slipway("project", "archive", "globex/site")
                try await moved.becomes("archived")
                let requests = await world.cluster.requests()
                #expect(requests.filter { $0.status == 403 }.isEmpty)
                let used = Set(requests.map { "\($0.verb) \($0.resource)" })
                #expect(Self.grants(user).subtracting(used).sorted() == [])
            }
        }

        /// A release whose pods take their time is watched closely.
        private static func waitsForPods(_ site: Repository, _ world: World) async throws {
            let slow = try await site.push(message: "Slow", build: .held)
            await world.cluster.setBehaviour(.neverReady, forTag: slow)
            try await site.finishBuild(of: slow)
            try await world.waitFor("what happens there is watched") {
                let watched = await world.cluster.requests().filter { $0.verb == "watch" && !$0.namespace.isEmpty }
                return Set(watched.map(\.resource)) == ["deployments", "pods", "events"]
            }
        }

        /// What is missing is looked at before it is put back.
        private static func putsBack(_ site: Repository, _ world: World) async throws {
            let namespace = site.namespace("staging")
            for (kind, name) in try await site.managedObjects(in: "staging") where kind != "Namespace" {
                let old = await world.cluster.object(kind, namespace: namespace, name: name)?.uid
                try await world.cluster.delete(kind, namespace: namespace, name: name)
                try await world.waitFor("\(kind) \(name) is there again") {
                    let object = await world.cluster.object(kind, namespace: namespace, name: name)
                    return object != nil && object?.uid != old
                }
            }
        }

        /// When most sources fail, by an Event.
        private static func warns(_ site: Repository, _ world: World) async throws {
            await world.github.failFetches(of: site.name, because: "i/o timeout")
            try await world.waitFor("people are warned") {
                await world.cluster.objects("Event", namespace: "default").contains {
                    $0["reason"]?.string == "FluxSourcesFail"
                }
            }
        }

        /// What the deployed role lacks costs nothing but the exactness of an explanation.
        @Test func anOlderRoleStillExplains() async throws {
            let later: Set = ["statefulsets", "persistentvolumeclaims", "ingresses", "certificates", "jobs"]
            let user = try Self.deployedUser { later.isDisjoint(with: $0.resources) }
            try await World.with(.with { $0.cluster.users = [user] }) { world in
                let site = try await world.createRunningRepository("acme/site")
                let new = try await site.push(message: "Crash", build: .held)
                await world.cluster.setBehaviour(.crashes(exitCode: 1), forTag: new)
                try await site.finishBuild(of: new)
                _ = try await site.comment(on: new, says: "**development: the new pods crash.**")
            }
        }

        /// Verb and resource of every right that shows in a request: server-side apply asks for `create` by
        /// a patch, and `bind` is asked for by the binding.
        private static func grants(_ user: ClusterUser) -> Set<String> {
            let grants = user.rules.flatMap { rule in
                rule.resources.flatMap { resource in rule.verbs.map { ($0, resource) } }
            }
            return Set(grants.filter { !["create", "bind"].contains($0.0) }.map { "\($0.0) \($0.1)" })
        }

        private static func deployedUser(_ isGranted: (AccessRule) -> Bool = { _ in true }) throws -> ClusterUser {
            let file = PackageRoot.url.appending(path: "Deploy/rbac.yaml")
            let documents = try Yams.load_all(yaml: String(contentsOf: file, encoding: .utf8))
                .compactMap { $0 as? [String: Any] }
            let role = try #require(documents.first { $0["kind"] as? String == "ClusterRole" })
            let rules = try #require(role["rules"] as? [[String: Any]])
            return ClusterUser(
                token: "slipway-token", name: "system:serviceaccount:slipway:slipway",
                groups: ["system:serviceaccounts"], rules: rules.map(rule).filter(isGranted))
        }

        private static func rule(_ rule: [String: Any]) -> AccessRule {
            AccessRule(
                verbs: rule["verbs"] as? [String] ?? [], apiGroups: rule["apiGroups"] as? [String] ?? [],
                resources: rule["resources"] as? [String] ?? [],
                resourceNames: rule["resourceNames"] as? [String] ?? [])
        }
    }
}
