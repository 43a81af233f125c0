import KubernetesAPI
import Testing

@testable import Automations

/// Something that happens in real clusters: the objects as they look then, and what Slipway says.
struct Situation: Sendable, CustomTestStringConvertible {
    /// As on the page of `docs`: what has happened, from the point of view of somebody who knows.
    let title: String
    /// Objects as YAML documents; the fixture's namespace is put into those that have none.
    let objects: String
    var build = ImageKnowledge.Build.succeeded
    var hasRegistryLogin = true
    var isFluxInstalled = true
    var isCertManagerInstalled = true
    let kind: Diagnosis.Kind
    var outlook = Diagnosis.Outlook.lasting
    let says: String
    let because: String
    let remedy: String
    var summary: String?

    var testDescription: String { title }

    var diagnoses: [Diagnosis] {
        get throws {
            var observed = try Fixture.environment(objects)
            observed.image.build = build
            observed.image.hasRegistryLogin = hasRegistryLogin
            if !isFluxInstalled {
                observed.flux = ObservedFlux(isInstalled: false, gitRepository: nil, kustomization: nil)
            }
            if !isCertManagerInstalled { observed.certificates = .notInstalled }
            return observed.diagnoses
        }
    }

    static let groups: [(title: String, situations: [Situation])] = [
        ("Flux", flux), ("Fetching the repository", fetching), ("The manifests", manifests),
        ("Pods that are not created", refusals), ("Volumes", volumes), ("A place to run", places), ("Images", images),
        ("Containers", containers), ("Workloads", workloads), ("Addresses and certificates", routes),
    ]

    static let all = groups.flatMap(\.situations)
}
