import Foundation
import Simulation
import Testing

extension EndToEnd {
    /// What goes wrong in the cluster is explained on the commit, in the API and at the command line, in the same
    /// words.
    @Suite struct Diagnosed {
        @Test func podsThatPodSecurityRefusesAreExplained() async throws {
            try await World.with { world in
                let site = try await world.createRunningRepository("acme/site")
                let new = try await site.pushDeployment(
                    replacing: "      automountServiceAccountToken",
                    with: "      hostNetwork: true\n      automountServiceAccountToken")
                let comment = try await site.comment(on: new, says: "stopped at development")
                #expect(comment.contains("**development: Pod Security refuses the new pods.** They violate"))
                #expect(try await site.trouble("development")?["code"]?.string == "podSecurityViolated")
                let shown = try await world.slipway("project", "show", "acme/site").output
                #expect(shown.contains("development: Pod Security refuses the new pods. They violate"))
                #expect(shown.contains("What to do: change the securityContext"))
            }
        }

        @Test func aVolumeWithoutItsStorageClassIsExplained() async throws {
            // The Deployment's own deadline of ten minutes passes in six seconds.
            try await World.with(.with { $0.cluster.timings.scale = 0.01 }) { world in
                let site = try await world.createRunningRepository("acme/site")
                let volume = "        - name: data\n          persistentVolumeClaim: { claimName: dev-data }\n"
                let new = try await site.pushDeployment(
                    replacing: "      volumes:\n", with: "      volumes:\n\(volume)",
                    more: ["k8s/base/service.yaml": Self.claim])
                let comment = try await site.comment(on: new, says: "stopped at development")
                #expect(comment.contains("**development: the StorageClass `fast-ssd` does not exist.**"), "\(comment)")
                #expect(try await site.trouble("development")?["code"]?.string == "storageClassMissing")
            }
        }

        @Test func anOverlayThatIsMissingIsExplained() async throws {
            try await World.with { world in
                let site = try await world.createRunningRepository("acme/site")
                let files = try await world.github.files(of: site.name).keys
                let staging = files.filter { $0.hasPrefix("k8s/overlays/staging/") }
                let new = try await world.github.push(to: site.name, deleting: Array(staging), message: "No staging")
                let comment = try await site.comment(on: new, says: "stopped at staging")
                #expect(comment.contains("**staging: `./k8s/overlays/staging` is missing in the repository.**"))
                #expect(comment.contains("**What to do:** add the folder with a `kustomization.yaml`"))
                #expect(try await site.trouble("staging")?["code"]?.string == "overlayMissing")
            }
        }

        private static let claim = """
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: { name: data }
            spec:
              accessModes: [ReadWriteOnce]
              storageClassName: fast-ssd
              resources: { requests: { storage: 1Gi } }

            """
    }
}

extension Repository {
    /// Pushes a change of the Deployment's manifest.
    /// - Parameter more: documents that are added to other files.
    fileprivate func pushDeployment(
        replacing old: String, with new: String, more: [String: String] = [:]
    ) async throws -> String {
        let files = try await github.files(of: name)
        func text(_ path: String) throws -> String {
            String(decoding: try #require(files[path]).content, as: UTF8.self)
        }
        let path = "k8s/base/deployment.yaml"
        let manifest = try text(path)
        try #require(manifest.contains(old))
        var changed = [path: manifest.replacing(old, with: new)]
        for (path, document) in more { changed[path] = try text(path) + "---\n" + document }
        return try await push(changed.mapValues { GitFile(Data($0.utf8)) }, message: "Change the Deployment")
    }

    /// What the API says is the matter in an environment.
    fileprivate func trouble(_ environment: String) async throws -> JSONValue? {
        let environments = try await report?["project"]?["environments"]?.array ?? []
        return environments.first { $0["name"]?.string == environment }?["trouble"]
    }
}
