import Foundation
import Simulation
import Storage
import Testing

extension EndToEnd {
    /// Slipway has a right to Secrets in namespaces of projects only, and gives it to itself there.
    @Suite struct OwnRights {
        /// Until a server's authorizer has heard of the binding, requests are refused.
        @Test func aBindingThatTakesAMomentIsWaitedFor() async throws {
            let slow = World.Options.deployed(try DeployedRoles()) { $0.cluster.bindingDelay = .seconds(2) }
            try await World.with(slow) { world in
                let site = try await world.createRunningRepository("acme/site")
                try await site.isQuiet()
                #expect(await world.refusedSecrets() > 0)
                for environment in Repository.environments {
                    #expect(await site.ownObjects(in: environment) == site.expectedObjects(in: environment))
                }
                let comments = try await site.comments(on: site.head)
                #expect(!comments.contains { $0.body.contains("What to do") })
            }
        }

        /// They have no binding yet, and nobody has to do anything about it.
        @Test func environmentsOfAnEarlierVersionGoOn() async throws {
            try await World.with(.deployed(try DeployedRoles())) { world in
                let site = try await world.createRunningRepository("acme/site")
                try await world.kill()
                for environment in Repository.environments { try await site.unbind(environment) }
                try await world.restart()
                try await world.waitFor("every namespace has its binding") {
                    for environment in Repository.environments {
                        if await site.object("RoleBinding", environment, "slipway") == nil { return false }
                    }
                    return true
                }
                try await site.serves(try await site.push(message: "Go on"))
                try await site.isQuiet()
                let violations = try await world.invariants()
                #expect(violations.isEmpty, "\(violations)")
            }
        }

        /// Where nothing is put back, a request that is refused is what the binding comes back for.
        @Test func aRequestThatIsRefusedBindsTheRoleAgain() async throws {
            try await World.with(.deployed(try DeployedRoles())) { world in
                let site = try await world.createRunningRepository("acme/site")
                _ = try await world.slipway("project", "pause", "acme/site")
                try await site.unbind("staging")
                let password = await world.github.createClassicToken(scopes: ["read:packages"])
                try password.write(
                    to: world.folder.appending(path: "registry-token"), atomically: true, encoding: .utf8)
                try await world.waitFor("staging has the new password") {
                    let patches = await world.cluster.requests().filter {
                        $0.verb == "patch" && $0.resource == "secrets" && $0.namespace == site.namespace("staging")
                    }
                    return patches.contains { $0.status == 403 } && patches.last?.status == 200
                }
                #expect(await site.object("RoleBinding", "staging", "slipway") != nil)
            }
        }

        @Test func withoutTheRoleItIsSaidWhatIsMissing() async throws {
            let old = try DeployedRoles { !$0.verbs.contains("bind") || !$0.resourceNames.contains("slipway-project") }
            let options = World.Options.deployed(old) { $0.cluster.clusterRoles = [] }
            try await World.with(options) { world in
                let site = try await world.createRepository("acme/site")
                try await site.becomes("degraded")
                let comment = try await site.comment(on: try await site.head, says: "Deploy/rbac.yaml")
                #expect(comment.contains("slipway-project"))
                #expect(await site.ownObjects(in: "staging").allSatisfy { !$0.hasPrefix("Secret/") })
            }
        }

        /// An administrator's kubeconfig needs no binding; it is made out to them all the same.
        @Test func aUserOfAKubeconfigIsBoundAsAUser() async throws {
            try await World.with { world in
                let site = try await world.createRunningRepository("acme/site")
                let binding = try #require(await site.object("RoleBinding", "production", "slipway"))
                #expect(binding["roleRef", "name"] == "slipway-project")
                #expect(
                    binding["subjects"] == [
                        ["kind": "User", "apiGroup": "rbac.authorization.k8s.io", "name": "kubernetes-admin"]
                    ])
            }
        }

        @Test func aServiceAccountIsBoundAsSuch() async throws {
            try await World.with(.deployed(try DeployedRoles())) { world in
                let site = try await world.createRunningRepository("acme/site")
                let binding = try #require(await site.object("RoleBinding", "production", "slipway"))
                #expect(
                    binding["subjects"] == [["kind": "ServiceAccount", "name": "slipway", "namespace": "slipway"]])
            }
        }

        /// An hour passes until the next round, but Flux says it at once.
        @Test func aSecretThatFluxMissesIsPutBackAtOnce() async throws {
            try await World.with(.deployed(try DeployedRoles())) { world in
                let site = try await world.createRunningRepository("acme/site")
                let (namespace, name) = (site.namespace("development"), "\(site.project)-git-auth")
                try await world.cluster.delete("Secret", namespace: namespace, name: name)
                _ = try await site.push(message: "Look")
                try await world.waitFor("the Secret is there again") {
                    await world.cluster.object("Secret", namespace: namespace, name: name) != nil
                }
                try await site.serves(try await site.head)
                try await site.isQuiet()
            }
        }

        @Test func whatNobodyMissesIsPutBackInItsRound() async throws {
            let options = World.Options.deployed(try DeployedRoles()) { $0.environment["SLIPWAY_SECRETS"] = "2" }
            try await World.with(options) { world in
                let site = try await world.createRunningRepository("acme/site")
                let namespace = site.namespace("staging")
                let name = try #require(
                    try await site.managedObjects(in: "staging").first { $0.name.hasSuffix("-ghcr-auth") }?.name)
                try await world.cluster.delete("Secret", namespace: namespace, name: name)
                try await world.waitFor("the Secret is there again") {
                    await world.cluster.object("Secret", namespace: namespace, name: name) != nil
                }
                try await world.cluster.apply(
                    [
                        "apiVersion": "v1", "kind": "Secret",
                        "metadata": ["name": .string(name), "namespace": .string(namespace)],
                        "data": [".dockerconfigjson": "e30="],
                    ], manager: "somebody")
                try await world.waitFor("the login is as it was") {
                    let secret = await world.cluster.object("Secret", namespace: namespace, name: name)
                    return secret?["data", ".dockerconfigjson"]?.string != "e30="
                }
                try await site.isQuiet()
                let said = try await world.repairs(of: site).compactMap(\.outcome)
                #expect(said.contains { $0.contains("Secret \(name) (missing)") })
                #expect(said.contains { $0.contains("changed by somebody)") })
            }
        }
    }
}

extension World {
    /// How many requests about Secrets were refused.
    fileprivate func refusedSecrets() async -> Int {
        await cluster.requests().count { $0.resource == "secrets" && $0.status == 403 }
    }
}

extension Repository {
    /// As somebody would: kubectl delete rolebinding slipway.
    fileprivate func unbind(_ environment: String) async throws {
        try await world.cluster.delete("RoleBinding", namespace: namespace(environment), name: "slipway")
    }
}
