import Automations
import KubernetesAPI

/// The admission policy `slipway-projects` of the cluster: whether it holds, and if not, why.
enum ProjectsPolicy: Sendable, Hashable {
    case holds
    /// The rest of a sentence: what is missing.
    case lacking(String)

    static let name = ClusterRight.projectsPolicy

    static let unknown = lacking("the cluster knows no admission policies (Kubernetes before 1.30)")
    static let unseen = lacking("whether the admission policy \(name) holds, Slipway may not see")

    init(of cluster: KubernetesClient) async throws {
        do {
            async let policy = cluster.get(ValidatingAdmissionPolicy.self, Self.name)
            async let binding = cluster.get(ValidatingAdmissionPolicyBinding.self, Self.name)
            self.init(try await policy, try await binding)
        } catch let error as KubernetesError where error.code == .resourceTypeMissing {
            self = .unknown
        } catch let error as KubernetesError where error.code == .forbidden {
            self = .unseen
        }
    }

    init(_ policy: ValidatingAdmissionPolicy?, _ binding: ValidatingAdmissionPolicyBinding?) {
        switch (policy?.spec, binding?.spec) {
        case (nil, _): self = .lacking("there is no admission policy \(Self.name)")
        case (let policy?, _) where policy.validations?.isEmpty != false || policy.failurePolicy == "Ignore":
            self = .lacking("the admission policy \(Self.name) is not Slipway's")
        case (_, let binding?)
        where binding.policyName == Self.name.text && binding.validationActions?.contains("Deny") == true:
            self = .holds
        default: self = .lacking("nothing binds the admission policy \(Self.name) to refuse (Deny)")
        }
    }
}
