import KubernetesAPI
import Testing

@testable import Service

@Suite("Doctor: whether Flux keeps projects apart")
struct FluxLockdownTests {
    private static let locked = ["--default-service-account=default", "--no-cross-namespace-refs=true"]
    private let missing = Sample.policy(nil, nil)

    @Test func aPolicyThatRefusesIsEnough() {
        #expect(Sample.lockdown(.holds).verdict == .ok)
    }

    @Test func thePolicyHasToRefuse() {
        let rules = ValidatingAdmissionPolicy.Spec(failurePolicy: "Fail", validations: [.init(message: "no")])
        func binding(_ actions: [String], to name: String = "slipway-projects") -> ProjectsPolicy {
            Sample.policy(rules, .init(policyName: name, validationActions: actions))
        }
        #expect(binding(["Deny"]) == .holds)
        #expect(binding(["Deny", "Audit"]) == .holds)
        for lacking in [
            binding(["Warn"]), binding(["Audit"]), binding(["Deny"], to: "another"), Sample.policy(rules, nil),
            Sample.policy(nil, .init(policyName: "slipway-projects", validationActions: ["Deny"])),
            Sample.policy(
                .init(failurePolicy: "Ignore", validations: [.init()]),
                .init(policyName: "slipway-projects", validationActions: ["Deny"])),
            Sample.policy(.init(), .init(policyName: "slipway-projects", validationActions: ["Deny"])),
        ] {
            #expect(lacking != .holds)
            #expect(Sample.lockdown(lacking).verdict == .warning)
        }
    }

    @Test func withoutItEachControllerNeedsItsFlags() {
        let all = ["kustomize-controller": Self.locked, "helm-controller": Self.locked]
        #expect(Sample.lockdown(missing, all).verdict == .ok)
        let helm = Sample.lockdown(missing, ["kustomize-controller": Self.locked, "helm-controller": []])
        #expect(
            helm.line
                == "! A project may let Flux apply with all rights, or read another project: there is no admission "
                + "policy slipway-projects, and helm-controller lacks --default-service-account and "
                + "--no-cross-namespace-refs. | kubectl apply -f Deploy/base/admission.yaml   (Kubernetes 1.30; or give "
                + "Flux's controllers these flags)")
        // What only refers, and applies nothing, needs no account.
        let told = Sample.lockdown(missing, ["kustomize-controller": Self.locked, "notification-controller": []])
        #expect(told.sentence.hasSuffix("and notification-controller lacks --no-cross-namespace-refs."))
    }

    @Test(arguments: [
        (["--no-cross-namespace-refs", "--default-service-account", "default"], Finding.Verdict.ok),
        (["--no-cross-namespace-refs=false", "--default-service-account=default"], .warning),
        (["--no-cross-namespace-refs=true", "--no-cross-namespace-refs=false", locked[0]], .warning),
        (["--no-cross-namespace-refs=true"], .warning), (["--no-cross-namespace-refs=true", locked[0]], .ok),
        (["--no-cross-namespace-refs=true", "--default-service-account="], .warning),
        (["--no-cross-namespace-refs=true", "--default-service-account"], .warning),
        (["--no-cross-namespace-refs=true", "x--default-service-account=default"], .warning),
    ])
    func flagsAreReadAsFluxReadsThem(_ flags: [String], _ verdict: Finding.Verdict) {
        #expect(Sample.lockdown(missing, ["kustomize-controller": flags]).verdict == verdict)
    }

    @Test func whereFluxIsNotThereNothingIsSaid() {
        #expect(Sample.lockdown(missing, [:]).verdict == .unchecked)
    }
}
