import Automations
import Foundation
import KubernetesAPI
import Simulation
import Testing

extension EndToEnd {
    /// What `Deploy/rbac.yaml` grants is enough for the main job, and each of its rules is used. The role for projects holds
    /// only where Slipway bound it.
    @Suite struct Roles {
        @Test func theDeployedRoleIsEnough() async throws {
            try await World.with(.deployed(try DeployedRoles())) { world in
                let site = try await world.createRunningRepository("acme/site")
                _ = try await site.push(message: "Say hello")
                try await site.isQuiet()
                let requests = await world.cluster.requests()
                #expect(requests.filter { $0.status == 403 }.isEmpty)
                let rights = Set(
                    (ClusterRight.all + ClusterRight.inProjects)
                        .map { "\($0.verb) \($0.resource.group)/\($0.resource.plural)" })
                let done = Set(
                    requests.filter { !$0.resource.isEmpty && !$0.resource.hasPrefix("selfsubject") }.map {
                        "\($0.verb) \($0.group)/\($0.resource)"
                    })
                #expect(done.subtracting(rights).isEmpty, "Slipway does more than ClusterRight says")
                let secrets = requests.filter { $0.resource == "secrets" }
                #expect(
                    secrets.allSatisfy { $0.namespace.hasPrefix("project-") }, "Secrets elsewhere are nobody's business"
                )
                let used = Set(requests.compactMap(\.resource))
                #expect(
                    used.isSuperset(of: ["namespaces", "secrets", "rolebindings", "gitrepositories", "deployments"]))
            }
        }

        /// A release that fails is looked at closely, and doctor looks at the surroundings: that needs rights of their
        /// own. Nothing is granted that nobody uses.
        @Test func nothingIsGrantedThatIsNotUsed() async throws {
            let roles = try DeployedRoles()
            let options = World.Options.deployed(roles) {
                $0.environment["SLIPWAY_REST"] = "2"
                $0.environment["SLIPWAY_SECRETS"] = "2"
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
                // While its own binding is deleted by hand, Slipway has no right to Secrets there.
                #expect(requests.filter { $0.status == 403 && $0.resource != "secrets" }.isEmpty)
                let used = Set(requests.map { "\($0.verb) \($0.resource)" })
                #expect(Self.grants(roles.user.rules + roles.project.rules).subtracting(used).sorted() == [])
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
            let roles = try DeployedRoles { later.isDisjoint(with: $0.resources) }
            try await World.with(.deployed(roles)) { world in
                let site = try await world.createRunningRepository("acme/site")
                let new = try await site.push(message: "Crash", build: .held)
                await world.cluster.setBehaviour(.crashes(exitCode: 1), forTag: new)
                try await site.finishBuild(of: new)
                _ = try await site.comment(on: new, says: "**development: the new pods crash.**")
            }
        }

        /// Verb and resource of every right that shows in a request: server-side apply asks for `create` by
        /// a patch, and `bind` is asked for by the binding.
        private static func grants(_ rules: [AccessRule]) -> Set<String> {
            let grants = rules.flatMap { rule in
                rule.resources.flatMap { resource in rule.verbs.map { ($0, resource) } }
            }
            return Set(grants.filter { !["create", "bind"].contains($0.0) }.map { "\($0.0) \($0.1)" })
        }
    }
}
