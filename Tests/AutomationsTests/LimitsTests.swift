import Foundation
import KubernetesAPI
import Redaction
import Storage
import Testing

@testable import Automations

@Suite("Limits of projects")
struct LimitsTests {
    private static let id = ProjectID(gitHubHost: "github.com", repository: 42)

    private func project(
        _ name: String = "shop", template: String? = "static-site", topics: [String]? = []
    ) -> ProjectIdentity {
        ProjectIdentity(
            id: Self.id, owner: "acme", ownerID: 1, name: name, branch: "main", template: template, topics: topics)
    }

    private let settings = Settings(
        rules: [
            ProjectRule(
                match: "acme/big-*", template: "static-site",
                limits: LimitsChoice(quota: ["pods": "50", "limits.cpu": "8"], enforce: .privileged)),
            ProjectRule(
                match: "acme/*", topic: "careful", template: "static-site",
                limits: LimitsChoice(defaultRequests: ["cpu": "50m"], enforce: .restricted, audit: .restricted)),
            ProjectRule(match: "acme/*", template: "static-site"),
        ],
        limits: Limits().with(LimitsChoice(quota: ["requests.memory": "8Gi"], warn: .baseline)))

    private func state(_ project: ProjectIdentity) -> DesiredState {
        DesiredState(
            project: project, environment: .staging, imageTag: nil, settings: settings,
            credentials: DesiredState.Credentials())
    }

    @Test func aRuleWinsKeyByKey() {
        let big = settings.limits(of: project("big-shop"))
        #expect(
            big.quota == ["pods": "50", "requests.cpu": "2", "requests.memory": "8Gi", "limits.cpu": "8"])
        #expect(big.podSecurity == PodSecurity(enforce: .privileged, warn: .baseline))
        #expect(big.defaultRequests == Limits().defaultRequests)
        let plain = settings.limits(of: project())
        #expect(plain.quota == ["pods": "10", "requests.cpu": "2", "requests.memory": "8Gi"])
        #expect(plain.podSecurity == PodSecurity(enforce: .baseline, warn: .baseline))
    }

    @Test func theTopicsOfTheSetUpDecide() {
        #expect(settings.limits(of: project(topics: ["Careful"])).podSecurity.enforce == .restricted)
        #expect(settings.limits(of: project(topics: ["other"])).podSecurity.enforce == .baseline)
        // Not recorded by older versions: the first rule of its name and template.
        #expect(settings.limits(of: project(topics: nil)).podSecurity.enforce == .restricted)
        #expect(settings.limits(of: project(template: "another", topics: nil)) == settings.limits)
    }

    @Test func theObjectsSayThem() throws {
        let big = state(project("big-shop"))
        #expect(big.resourceQuota.spec?.hard?["limits.cpu"] == "8")
        #expect(big.namespace.metadata.labels["pod-security.kubernetes.io/enforce"] == "privileged")
        #expect(big.namespace.metadata.labels["pod-security.kubernetes.io/audit"] == nil)
        let careful = state(project(topics: ["careful"]))
        #expect(careful.namespace.metadata.labels["pod-security.kubernetes.io/audit"] == "restricted")
        let limit = try #require(careful.limitRange.spec?.limits.first)
        #expect(limit.defaultRequest == ["cpu": "50m", "memory": "128Mi"])
        #expect(limit.default == ["cpu": "500m", "memory": "512Mi"])
    }

    @Test func withoutARecordThoseOfBeforeWereApplied() {
        #expect(Limits(applied: nil) == Limits())
        #expect(Limits(applied: settings.limits.text) == settings.limits)
        #expect(settings.limits.text == Limits(applied: settings.limits.text).text)
    }

    private func record(_ project: ProjectIdentity) -> ProjectRecord {
        ProjectRecord(
            id: project.id.value, repository: 42, owner: project.owner, ownerID: 1, name: project.name,
            isPrivate: false, branch: "main", template: project.template ?? "", topics: project.topics,
            created: Date(timeIntervalSince1970: 0))
    }

    private func environment(_ limits: Limits?) -> EnvironmentRecord {
        EnvironmentRecord(
            project: Self.id.value, name: .staging, namespace: "n", limits: limits?.text,
            updated: Date(timeIntervalSince1970: 0))
    }

    private func drift(_ object: ManagedObject, _ paths: String...) -> Drift {
        let place = ManagedPlace(object, in: ProjectPlace(project: Self.id, environment: .staging), owner: 1)
        return Drift(place: place, kind: .changed(paths, by: "kubectl"), version: "1")
    }

    /// The watch compares every quota with all keys that some rule has.
    @Test func whatOnlyAnotherRuleAsksForIsNotLacking() throws {
        let fields = try ExpectedFields(settings)
        #expect(fields.includes(.quota))
        let relevance = LimitsOfDrift(settings)
        let (plain, big) = (project(), project("big-shop"))
        let extra = drift(.quota, "spec.hard.limits.cpu")
        #expect(relevance.relevant([extra], record(plain), environment(settings.limits(of: plain))).isEmpty)
        #expect(relevance.relevant([extra], record(big), environment(settings.limits(of: big))) == [extra])
        // It is not applied yet, and ``LimitsRefresh`` sees to it.
        #expect(relevance.relevant([extra], record(big), environment(nil)).isEmpty)
        // What all have is lacking wherever it does.
        let both = drift(.quota, "spec.hard.limits.cpu", "spec.hard.pods")
        #expect(
            relevance.relevant([both], record(plain), environment(nil)) == [drift(.quota, "spec.hard.pods")])
        let label = drift(.namespace, "metadata.labels.pod-security.kubernetes.io/audit")
        #expect(relevance.relevant([label], record(plain), environment(settings.limits(of: plain))).isEmpty)
        let enforced = drift(.namespace, "metadata.labels.pod-security.kubernetes.io/enforce")
        #expect(relevance.relevant([enforced], record(plain), environment(nil)) == [enforced])
        let whole = drift(.quota, "spec.hard")
        #expect(relevance.relevant([whole], record(plain), environment(nil)) == [whole])
    }
}
