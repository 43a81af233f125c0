import Automations
import Foundation
import Testing

@testable import Service

extension ConfigurationTests {
    @Test func limitsAreReadForAllAndForOneRule() throws {
        let configuration = try load(
            Self.least + """
                quota: { pods: 20, limits.memory: 16Gi, persistentvolumeclaims: 4, count/jobs.batch: 5 }
                containerDefaults:
                  default: { cpu: "1" }
                  defaultRequest: { memory: 64Mi }
                podSecurity: { warn: baseline, audit: restricted }
                projects:
                  - match: acme/*
                    template: static-site
                    quota: { pods: 50 }
                    podSecurity: { enforce: restricted }
                """)
        let limits = configuration.settings.limits
        #expect(
            limits.quota == [
                "pods": "20", "requests.cpu": "2", "requests.memory": "4Gi", "limits.memory": "16Gi",
                "persistentvolumeclaims": "4", "count/jobs.batch": "5",
            ])
        #expect(limits.defaultLimits == ["cpu": "1", "memory": "512Mi"])
        #expect(limits.defaultRequests == ["cpu": "100m", "memory": "64Mi"])
        #expect(limits.podSecurity == PodSecurity(enforce: .baseline, warn: .baseline, audit: .restricted))
        #expect(
            configuration.settings.rules.map(\.limits) == [
                LimitsChoice(quota: ["pods": "50"], enforce: .restricted)
            ])
        #expect(configuration.summary.contains("enforce baseline, warn baseline, audit restricted"))
        #expect(configuration.summary.contains("acme/* → static-site with limits of its own"))
    }

    @Test func aVariableSaysLimitsToo() throws {
        let configuration = try load(
            Self.least,
            environment: ["SLIPWAY_QUOTA": "{ pods: 3 }", "SLIPWAY_POD_SECURITY_ENFORCE": "restricted"])
        #expect(configuration.settings.limits.quota["pods"] == "3")
        #expect(configuration.settings.limits.podSecurity.enforce == .restricted)
    }

    @Test func wrongLimitsAreNamedWithTheirPlace() {
        let (amount, count) = (
            "It should be an amount, such as 500m, 2 or 4Gi.", "It should be a whole number, such as 10."
        )
        let levels = "It should be one of privileged, baseline, restricted."
        for (yaml, told) in [
            ("quota: { pods: many }", "2:16: quota.pods is \"many\". | \(count)"),
            ("quota: { pods: 1.5 }", "2:16: quota.pods is \"1.5\". | \(count)"),
            ("quota: { count/jobs.batch: 1Ki }", "2:28: quota.count/jobs.batch is \"1Ki\". | \(count)"),
            ("quota: { requests.cpu: -1 }", "2:24: quota.requests.cpu is \"-1\". | \(amount)"),
            ("quota: { requests.memory: 4GB }", "2:27: quota.requests.memory is \"4GB\". | \(amount)"),
            (
                "quota: { request.cpu: 1 }",
                "2:23: unknown key \"request.cpu\" in quota. | Did you mean \"requests.cpu\"?"
            ),
            (
                "quota: 10",
                "2:8: quota should hold names with their amounts. | Write each as a line of its own: pods: 10."
            ),
            (
                "podSecurity: { enforce: strict }", "2:25: podSecurity.enforce is \"strict\". | \(levels)"
            ),
            (
                "podSecurity: { warn: baselin }",
                "2:22: podSecurity.warn is \"baselin\". | \(levels) Did you mean \"baseline\"?"
            ),
            (
                "projects: [ { match: a/*, template: b, podSecurity: { audit: none } } ]",
                "2:62: podSecurity.audit is \"none\". | \(levels)"
            ),
            (
                "containerDefaults: { defaultRequest: { cpu: 1 } }",
                "2:38: containerDefaults.defaultRequest.cpu is 1, more than containerDefaults.default.cpu, which is 500m. "
                    + "| Lower the request, or raise the limit: the cluster takes no others."
            ),
        ] {
            #expect(problems(Self.least + yaml) == ["slipway.yaml:\(told)"], "\(yaml)")
        }
    }

    @Test(
        "amounts as Kubernetes reads them",
        arguments: [
            ("500m", 0.5), ("2", 2), ("4Gi", 4_294_967_296), ("1e3", 1000), ("1.5", 1.5), ("10k", 10_000), ("1E", 1e18),
            (".5", 0.5), ("2.", 2),
        ])
    func amounts(_ text: String, _ value: Double) throws {
        #expect(try #require(Amount(text)).value == value)
    }

    @Test("none", arguments: ["", "m", "1 Gi", "1GB", "1Kii", "--1", "1e", "ten"])
    func noAmounts(_ text: String) {
        #expect(Amount(text) == nil)
    }
}
