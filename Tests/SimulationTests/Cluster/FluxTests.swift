import Foundation
import Simulation
import Testing

/// From a branch to running pods, and what can go wrong on the way.
@Suite struct FluxTests {
    static let first = String(repeating: "1", count: 40)
    static let second = String(repeating: "2", count: 40)

    // MARK: On the way to running pods

    @Test func aBranchBecomesRunningPods() async throws {
        try await ClusterFixture.run { fixture in
            let team = TeamFixture(fixture)
            try await team.prepare()
            await fixture.images.add("ghcr.io/acme/web:\(Self.first)")
            await fixture.sources.set(TeamFixture.files, commit: Self.first)
            try await team.release(Self.first)
            try await team.waitForRevision(Self.first)
            try await team.waitForRollout()
            let repository = try #require(await team.object("GitRepository", "repo"))
            #expect(repository["status", "artifact", "revision"]?.string == "main@sha1:\(Self.first)")
            #expect(repository.finalizers == ["finalizers.fluxcd.io"])
            let deployment = try #require(await team.object("Deployment", "dev-web"))
            #expect(deployment.labels["kustomize.toolkit.fluxcd.io/name"] == "web")
            #expect(deployment["status", "readyReplicas"] == 2)
            #expect(deployment.condition("Progressing")?["reason"] == "NewReplicaSetAvailable")
            let service = try #require(await team.object("Service", "dev-web"))
            #expect(service["spec", "type"] == "ClusterIP")
            let ingress = try #require(await team.object("Ingress", "dev-web"))
            #expect(ingress["spec", "ingressClassName"] == "nginx")
        }
    }

    @Test func aRequestIsHandledAndTheNewRevisionRolledOut() async throws {
        try await ClusterFixture.run { fixture in
            let team = TeamFixture(fixture)
            try await team.runFirstRelease()
            await fixture.images.add("ghcr.io/acme/web:\(Self.second)")
            await fixture.sources.set(TeamFixture.files, commit: Self.second)
            try await team.release(Self.second)
            try await team.request("token-1")
            try await fixture.cluster.waitUntil("the request is handled") { _ in
                await team.object("Kustomization", "web")?["status", "lastHandledReconcileAt"] == "token-1"
            }
            try await team.waitForRevision(Self.second)
            try await team.waitForRollout()
            let images = await fixture.cluster.objects("Pod", namespace: "team").compactMap(\.podImage)
            #expect(Set(images) == ["ghcr.io/acme/web:\(Self.second)"])
            let revision = await team.object("Deployment", "dev-web")?.annotations["deployment.kubernetes.io/revision"]
            #expect(revision == "2")
        }
    }

    @Test func podsWaitForTheirImage() async throws {
        try await ClusterFixture.run { fixture in
            let team = TeamFixture(fixture)
            try await team.prepare()
            await fixture.sources.set(TeamFixture.files, commit: Self.first)
            try await team.release(Self.first)
            try await fixture.cluster.waitUntil("pods wait for the image") { cluster in
                await cluster.objects("Pod", namespace: "team").contains { $0.waitingFor == "ImagePullBackOff" }
            }
            await fixture.images.add("ghcr.io/acme/web:\(Self.first)")
            try await team.waitForRollout()
        }
    }

    @Test func aPrivateImageNeedsThePullSecretOfTheDefaultAccount() async throws {
        try await ClusterFixture.run { fixture in
            let team = TeamFixture(fixture)
            await fixture.images.require(password: "secret")
            await fixture.images.add("ghcr.io/acme/web:\(Self.first)")
            try await team.prepare()
            let config = #"{"auths":{"ghcr.io":{"username":"u","password":"secret"}}}"#
            try await fixture.cluster.apply([
                "apiVersion": "v1", "kind": "Secret", "metadata": ["name": "pull", "namespace": "team"],
                "type": "kubernetes.io/dockerconfigjson",
                "data": [".dockerconfigjson": .string(Data(config.utf8).base64EncodedString())],
            ])
            try await fixture.cluster.apply([
                "apiVersion": "v1", "kind": "ServiceAccount", "metadata": ["name": "default", "namespace": "team"],
                "imagePullSecrets": [["name": "pull"]],
            ])
            await fixture.sources.set(TeamFixture.files, commit: Self.first)
            try await team.release(Self.first)
            try await team.waitForRollout()
        }
    }

    // MARK: What goes wrong

    @Test func crashingPodsLeaveTheOldOnesServing() async throws {
        try await ClusterFixture.run { fixture in
            let team = TeamFixture(fixture)
            try await team.runFirstRelease()
            await fixture.images.add("ghcr.io/acme/web:\(Self.second)")
            await fixture.cluster.setBehaviour(.crashes(exitCode: 1), forTag: Self.second)
            try await team.release(Self.second)
            try await fixture.cluster.waitUntil("the rollout is given up") { _ in
                await team.object("Deployment", "dev-web")?.condition("Progressing")?["reason"]
                    == "ProgressDeadlineExceeded"
            }
            let deployment = try #require(await team.object("Deployment", "dev-web"))
            #expect(deployment["status", "availableReplicas"]?.int ?? 0 >= 2)
            let crashed = try #require(
                await fixture.cluster.objects("Pod", namespace: "team").first {
                    $0.podImage?.hasSuffix(Self.second) == true
                })
            let container = try #require(crashed["status", "containerStatuses"]?.array?.first)
            #expect(container["lastState", "terminated"]?["exitCode"] == 1)
            #expect(container["restartCount"]?.int ?? 0 > 0)
        }
    }

    @Test func aQuotaThatIsFullShowsInTheDeployment() async throws {
        try await ClusterFixture.run { fixture in
            let team = TeamFixture(fixture)
            try await team.prepare()
            try await fixture.cluster.apply([
                "apiVersion": "v1", "kind": "ResourceQuota", "metadata": ["name": "q", "namespace": "team"],
                "spec": ["hard": ["pods": "0"]],
            ])
            await fixture.sources.set(TeamFixture.files, commit: Self.first)
            try await team.release(Self.first)
            try await fixture.cluster.waitUntil("the quota is reported") { _ in
                await team.object("Deployment", "dev-web")?.condition("ReplicaFailure") != nil
            }
            let message = await team.object("Deployment", "dev-web")?.condition("ReplicaFailure")?["message"]?.string
            #expect(message?.hasSuffix("exceeded quota: q, requested: pods=1, used: pods=0, limited: pods=0") == true)
            try await fixture.cluster.waitUntil("an Event tells") { cluster in
                await cluster.objects("Event", namespace: "team").contains { $0["reason"] == "FailedCreate" }
            }
        }
    }

    @Test func withoutTheRoleBindingNothingIsApplied() async throws {
        try await ClusterFixture.run { fixture in
            let team = TeamFixture(fixture)
            try await team.prepare(bindsDeployer: false)
            await fixture.sources.set(TeamFixture.files, commit: Self.first)
            try await team.release(Self.first)
            let refusal = "User \"system:serviceaccount:team:deployer\" cannot patch resource"
            try await fixture.cluster.waitUntil("the refusal is reported") { _ in
                let ready = await team.object("Kustomization", "web")?.condition("Ready")
                return ready?["reason"] == "ReconciliationFailed"
                    && ready?["message"]?.string?.contains(refusal) == true
            }
            #expect(await team.object("Deployment", "dev-web") == nil)
        }
    }

    @Test func refusedCredentialsAndMissingPathsAreTold() async throws {
        try await ClusterFixture.run { fixture in
            let team = TeamFixture(fixture)
            await fixture.sources.require(password: "other")
            await fixture.sources.set(["README.md": "nothing here"], commit: Self.first)
            try await team.prepare()
            try await team.release(Self.first)
            try await fixture.cluster.waitUntil("the refusal is reported") { _ in
                await team.object("GitRepository", "repo")?.condition("Ready")?["message"]?.string?
                    .hasSuffix("authentication required") == true
            }
            await fixture.sources.require(password: "git-token")
            try await fixture.cluster.waitUntil("the missing path is reported") { _ in
                await team.object("Kustomization", "web")?.condition("Ready")?["message"]?.string?
                    .hasPrefix("kustomization path not found") == true
            }
        }
    }

    @Test func suspendedObjectsOnlyNoteTheRequest() async throws {
        try await ClusterFixture.run { fixture in
            let team = TeamFixture(fixture)
            try await team.runFirstRelease()
            try await team.suspend()
            // A fetch that was under way has ended when the first request is noted.
            try await note("first", team, fixture)
            let fetches = await fixture.sources.fetches
            try await note("second", team, fixture)
            #expect(await fixture.sources.fetches == fetches)
        }
    }

    private func note(_ request: JSONValue, _ team: TeamFixture, _ fixture: ClusterFixture) async throws {
        try await team.request(request.string ?? "")
        try await fixture.cluster.waitUntil("the request is noted") { _ in
            await team.object("GitRepository", "repo")?["status", "lastHandledReconcileAt"] == request
        }
    }

    // MARK: Leaving

    @Test func whatIsGoneFromTheBranchIsPruned() async throws {
        try await ClusterFixture.run { fixture in
            let team = TeamFixture(fixture)
            try await team.runFirstRelease()
            var files = TeamFixture.files
            files["k8s/base/kustomization.yaml"] = "resources: [deployment.yaml, service.yaml]\n"
            await fixture.sources.set(files, commit: Self.second)
            try await team.request("prune")
            try await fixture.cluster.waitUntil("the Ingress is gone") { _ in
                await team.object("Ingress", "dev-web") == nil
            }
            #expect(await team.object("Service", "dev-web") != nil)
        }
    }

    @Test func aDeletedNamespaceIsEmptiedAndGoes() async throws {
        try await ClusterFixture.run { fixture in
            let team = TeamFixture(fixture)
            try await team.runFirstRelease()
            try await fixture.cluster.delete("Namespace", name: "team")
            try await fixture.cluster.waitUntil("the namespace is gone") { cluster in
                await cluster.object("Namespace", name: "team") == nil
            }
            #expect(await fixture.cluster.objects("Pod", namespace: "team").isEmpty)
        }
    }

    @Test func aHeldNamespaceStaysAndSaysWhy() async throws {
        try await ClusterFixture.run { fixture in
            try await TeamFixture(fixture).prepare()
            try await fixture.cluster.makeStuckTerminating(namespace: "team")
            try await fixture.cluster.waitUntil("it says what holds it") { cluster in
                await cluster.object("Namespace", name: "team")?.condition("NamespaceFinalizersRemaining")?["message"]?
                    .string?.contains("example.dev/hold in 1 resource instances") == true
            }
            let late = try await fixture.apply(
                "/api/v1/namespaces/team/configmaps/late",
                ["apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "late"]])
            #expect(late.status == 403)
            #expect(late.json["details", "causes"]?.array?.first?["reason"] == "NamespaceTerminating")
        }
    }
}
