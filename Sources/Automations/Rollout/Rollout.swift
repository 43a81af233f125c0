import Foundation
import KubernetesAPI
import Storage

/// How far the workloads of an environment have come with a release.
public enum Rollout: Sendable, Hashable {
    /// All pods of the new version are ready.
    case ready(pods: Int)
    /// On the way; the text says how far.
    case progressing(String)
    /// The pods wait for an image that is still being built.
    case waitingForImage
    case failed(Trouble)

    /// What the evaluation has to know beside the cluster's objects.
    public struct Expectation: Sendable, Hashable {
        /// The image that must run, and what is known of it.
        public var image: ImageKnowledge
        public var now: Date
        /// Seconds until a shortage counts as a failure.
        public var shortage: Double

        public init(image: ImageKnowledge, now: Date, shortage: Double = 30) {
            self.image = image
            self.now = now
            self.shortage = shortage
        }
    }

    public static func of(_ observed: WorkloadObservation, _ expected: Expectation) -> Rollout {
        if let unused = ImageUse(expected.image.name, of: observed.deployments).diagnosis {
            return .failed(unused.trouble)
        }
        let each = observed.deployments.sorted { $0.metadata.name.text < $1.metadata.name.text }
            .map { DeploymentRollout(deployment: $0, observed: observed, expected: expected) }
        let states = each.map(\.state)
        for case .failed(let trouble) in states { return .failed(trouble) }
        if states.contains(.waitingForImage) { return .waitingForImage }
        for case .progressing(let text) in states where each.count == 1 { return .progressing(text) }
        return total(each, states)
    }

    private static func total(_ each: [DeploymentRollout], _ states: [Rollout]) -> Rollout {
        let wanted = each.map(\.wanted).reduce(0, +)
        let isReady = states.allSatisfy { if case .ready = $0 { true } else { false } }
        if isReady { return .ready(pods: wanted) }
        let texts = states.compactMap { if case .progressing(let text) = $0 { text } else { nil } }
        let ready = each.map(\.ready).reduce(0, +)
        let special = texts.first { !$0.hasSuffix(DeploymentRollout.podsReady) }
        return .progressing(special ?? "\(ready) of \(wanted) \(DeploymentRollout.podsReady)")
    }
}
