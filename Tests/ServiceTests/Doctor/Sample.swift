import Automations
import Foundation
import Redaction

@testable import GitHubAPI
@testable import KubernetesAPI
@testable import Service

/// What needs no servers to be found out.
enum Sample {
    static let now = Date(timeIntervalSince1970: 1_800_000_000)
    static let hook = SeenWebhook(
        owner: .app, name: "The App's webhook", page: "https://github.com/settings/apps/slipway",
        configuration: HookConfiguration(url: "https://slipway.example.com/webhooks/github"), events: ["*"])

    static func hook(_ configuration: HookConfiguration, owner: HookOwner = .app) -> SeenWebhook {
        SeenWebhook(owner: owner, name: hook.name, page: hook.page, configuration: configuration, events: [])
    }

    static let app = GitHubClient.App(
        id: 1001, slug: "slipway", name: "Slipway", permissions: .project, events: [],
        owner: Account(login: "acme", id: 1, type: "Organization"))

    static func installation(_ login: String, selection: String = "all", suspended: Bool = false) -> Installation {
        Installation(
            id: 7, account: Account(login: login, id: 1, type: "Organization"), permissions: .project,
            repositorySelection: selection, isSuspended: suspended)
    }

    static func cover(_ installations: Installation...) -> Finding {
        InstallationCover(
            installations: installations, rules: [ProjectRule(match: "acme/*", template: "static-site")],
            pages: GitHubPages(web: "https://github.com"), app: app
        ).finding
    }

    /// - Parameter attempts: GUID, status code and GitHub's word, newest first.
    static func deliveries(_ attempts: (String, Int, String)...) -> Finding {
        let all = attempts.enumerated().map { place, attempt in
            HookDelivery(
                id: Int64(place), guid: attempt.0, deliveredAt: now.addingTimeInterval(-60 * Double(place + 1)),
                isRedelivery: false, statusCode: attempt.1, status: attempt.2, event: "push", action: nil,
                installationID: nil, repositoryID: nil)
        }
        return RecentDeliveries(all, hook: hook, now: now).finding
    }

    static func ingressClasses(_ choice: IngressClassChoice, _ names: [String], standard: String? = nil) -> Finding {
        let classes = names.map { name in
            IngressClass(
                metadata: ObjectMeta(
                    name: ObjectName(stringLiteral: name),
                    annotations: name == standard ? ["ingressclass.kubernetes.io/is-default-class": "true"] : [:]))
        }
        return choice.finding(among: classes, domain: "apps.example.com")
    }

    static func storageClasses(_ names: [String: Bool]) -> Finding {
        .storageClasses(
            names.sorted { $0.key < $1.key }.map { name, isDefault in
                StorageClass(
                    metadata: ObjectMeta(
                        name: ObjectName(stringLiteral: name),
                        annotations: isDefault ? ["storageclass.kubernetes.io/is-default-class": "true"] : [:]),
                    provisioner: "x")
            })
    }

    static func issuer(_ status: Condition.Status?) -> Finding {
        let condition = status.map { Condition(type: "Ready", status: $0, message: "no account") }
        let issuer = ClusterIssuer(
            metadata: ObjectMeta(name: "letsencrypt"), status: .init(conditions: condition.map { [$0] }))
        return .clusterIssuer(issuer, named: "letsencrypt")
    }

    static func policy(
        _ spec: ValidatingAdmissionPolicy.Spec?, _ binding: ValidatingAdmissionPolicyBinding.Spec?
    ) -> ProjectsPolicy {
        ProjectsPolicy(
            spec.map { ValidatingAdmissionPolicy(metadata: ObjectMeta(name: ProjectsPolicy.name), spec: $0) },
            binding.map { ValidatingAdmissionPolicyBinding(metadata: ObjectMeta(name: ProjectsPolicy.name), spec: $0) })
    }

    /// - Parameter flags: of each controller of Flux.
    static func lockdown(
        _ policy: ProjectsPolicy, _ flags: [String: [String]] = ["kustomize-controller": []]
    ) -> Finding {
        let controllers = flags.sorted { $0.key < $1.key }.map { name, flags in
            Deployment(
                metadata: ObjectMeta(name: ObjectName(stringLiteral: name), namespace: "flux-system"),
                spec: .init(
                    selector: LabelSelector(),
                    template: PodTemplate(spec: PodSpec(containers: [.init(name: "manager", args: flags)]))))
        }
        return FluxLockdown(policy: policy, controllers: controllers).finding
    }

    static func version(_ minor: String) -> Finding {
        ClusterVersion(ServerVersion(gitVersion: "v1.\(minor).0", major: "1", minor: minor)).finding
    }

    static func scopes(_ scopes: Set<String>, sweeps: SweepChoices = SweepChoices()) throws -> Finding {
        var draft = try Configuration.draft(file: nil)
        draft.configuration.sweeps = sweeps
        return TokenStanding(login: "ada", scopes: scopes, expires: nil).scopeFinding(
            for: draft, page: "https://github.com/settings/tokens")
    }

    static func space(_ free: Int64, hasFreeFiles: Bool = true) -> Finding {
        DiskSpace(folder: "/data", free: free, total: 20 << 30, hasFreeFiles: hasFreeFiles).finding
    }
}
