import Automations
import GitHubAPI
import KubernetesAPI
import Redaction
import Storage

@testable import Service

extension Sample {
    static var all: [Check] { secrets + gitHub + cluster + rest }

    private static var secrets: [Check] {
        [[], ["short"], ["long enough to be safe"], ["long enough to be safe", "the next one, long too"]].map {
            Check(.webhookSecret, "configured", SecretExamination.finding($0.map { Redacted($0) }))
        }
    }

    private static var gitHub: [Check] {
        let address = [
            hook, hook(HookConfiguration(url: "")), hook(HookConfiguration(url: "https://slipway.example.com/other")),
            hook(HookConfiguration(url: "http://slipway.example.com/webhooks/github")),
            hook(HookConfiguration(url: "http://localhost:8080/webhooks/github")),
            hook(HookConfiguration(url: hook.configuration.url, contentType: "form")),
            hook(HookConfiguration(url: hook.configuration.url, verifiesTLS: false)),
        ].map { Check(.github, "webhook address", $0.addressFinding(api: "https://api.github.com")) }
        let covers = [
            cover(), cover(installation("acme", suspended: true)), cover(installation("other")),
            cover(installation("acme", selection: "selected")), cover(installation("acme")),
        ].map { Check(.github, "installations", $0) }
        let delivered = [
            deliveries(), deliveries(("a", 202, "OK")), deliveries(("a", 401, "Invalid")),
            deliveries(("a", 503, "Busy")),
            deliveries(("a", 404, "Not Found")), deliveries(("a", 0, "timed out")),
            deliveries(("b", 202, "OK"), ("a", 0, "timed out")), deliveries(("b", 202, "OK"), ("a", 401, "Invalid")),
            deliveries(("a", 502, "Bad Gateway")), deliveries(("b", 202, "OK"), ("a", 502, "Bad Gateway")),
            deliveries(("b", 202, "OK"), ("a", 503, "Busy")), deliveries(("b", 202, "OK"), ("a", 404, "Not Found")),
        ].map { Check(.github, "deliveries", $0) }
        let events = [hook, hook(hook.configuration, owner: .organization("acme", hook: 1))].map {
            Check(.github, "events", $0.eventFinding)
        }
        let scopes = (try? scopes(["repo", "workflow"])).map { [Check(.github, "permissions", $0)] } ?? []
        let clocks = [0, 40, -4000].map { ClockDifference(seconds: $0).finding(of: "GitHub") }
        return address + covers + delivered + events + scopes + clocks.map { Check(.github, "clock", $0) }
    }

    private static var cluster: [Check] {
        let types = [
            FluxTypes(versions: ["source.toolkit.fluxcd.io": ["v1beta2"], "kustomize.toolkit.fluxcd.io": ["v1"]])
        ].map { Check(.cluster, "Flux types", $0.finding) }
        let ingress = [
            ingressClasses(.auto, ["a", "b"]), ingressClasses(.auto, ["a"]), ingressClasses(.none, []),
            ingressClasses(.named("a"), ["a"]), ingressClasses(.named("a"), []),
        ].map { Check(.cluster, "ingress class", $0) }
        let storage = [storageClasses(["a": false]), storageClasses(["a": true, "b": true])].map {
            Check(.cluster, "storage class", $0)
        }
        let issuers = [issuer(.no), issuer(nil), issuer(.yes)].map { Check(.cluster, "cert-manager", $0) }
        let lockdown = policies.map { Check(.cluster, "Flux lockdown", Self.lockdown($0)) }
        return types + lockdown + ingress + storage + issuers + [Check(.cluster, "version", version("24"))]
    }

    private static let policies: [ProjectsPolicy] = [
        .holds, .unknown, .unseen, policy(nil, nil), policy(.init(validations: []), nil),
        policy(.init(validations: [.init()]), nil),
    ]

    private static var rest: [Check] {
        let space = [space(10 << 20), space(500 << 20), space(5 << 30), space(5 << 30, hasFreeFiles: false)]
        let clocks = [0, 40, -4000].map { ClockDifference(seconds: $0).finding(of: "the cluster") }
        let slow = Finding.failure(
            "No result within 20 s.", "Look for what is slow or does not answer, then try again.")
        let sealing = [
            sealing(), sealing(.init(id: "ab12", role: .active, values: 1, opened: 1)),
            sealing(.init(id: "ab12", role: .active, values: 3, opened: 3)),
            sealing(
                .init(id: "ab12", role: .active, values: 3, opened: 3),
                .init(id: "cd34", role: .older, values: 2, opened: 2)),
            sealing(
                .init(id: "ab12", role: .active, values: 3, opened: 3),
                .init(id: "cd34", role: .missing, values: 2, opened: 0)),
            sealing(.init(id: "ab12", role: .active, values: 3, opened: 2)),
        ].map { Check(.database, "sealing", $0) }
        return sealing + space.map { Check(.database, "space", $0) } + clocks.map { Check(.clock, "cluster", $0) }
            + ([slow, ClusterRight.finding(missing: ClusterRight.all, user: nil)] + projectRoles)
            .map { Check(.cluster, "rights", $0) }
    }

    /// Not there, and of another version.
    private static var projectRoles: [Finding] {
        let older = ClusterRole(
            metadata: ObjectMeta(name: ProjectNames.ownRole),
            rules: [.init(apiGroups: [""], resources: ["secrets"], verbs: ["get", "list"])])
        return [nil, older].compactMap { ClusterRight.finding(projectRole: $0, missing: ClusterRight.inProjects) }
    }

    private static func sealing(_ keys: SealingReport.Key...) -> Finding {
        SealingReport(keys: keys).finding
    }
}
