import KubernetesAPI
import Testing

@testable import Automations

/// Who says that a Secret of Slipway's is missing.
@Suite struct MissingSecretTests {
    @Test(arguments: [
        ("failed to get secret 'project-x-staging/x-git-auth': secrets \"x-git-auth\" not found", true),
        ("proxy options: failed to get proxy secret 'project-x-staging/x-git-proxy': secrets \"x\" not found", true),
        ("failed to checkout and determine revision: repository not found", false),
        ("secret 'a/b' holds no password", false),
    ])
    func flux(_ message: String, _ isMissing: Bool) {
        #expect(FluxFailure.lacksSecret(message) == isMissing)
    }

    @Test(arguments: [
        ("FailedToRetrieveImagePullSecret", "Unable to retrieve some image pull secrets (mine, 7-ghcr-auth); …", true),
        ("FailedToRetrieveImagePullSecret", "Unable to retrieve some image pull secrets (mine); …", false),
        ("Failed", "Unable to retrieve some image pull secrets (7-ghcr-auth); …", false),
    ])
    func pods(_ reason: String, _ message: String, _ isMissing: Bool) {
        let event = ClusterEvent(
            metadata: ObjectMeta(name: "e", namespace: "n"), involvedObject: ObjectReference(), reason: reason,
            message: message)
        #expect(WorkloadObservation(deployments: [], events: [event]).lacksOwnPullSecret == isMissing)
    }
}
