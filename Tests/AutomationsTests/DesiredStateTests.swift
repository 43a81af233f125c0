import Foundation
import KubernetesAPI
import Redaction
import Storage
import Testing

@testable import Automations

/// The object as JSON text with sorted keys, without `apiVersion` and `kind`.
private func json(_ object: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    return String(decoding: try encoder.encode(object), as: UTF8.self)
}

@Suite struct DesiredStateTests {
    static let id = ProjectID(gitHubHost: "github.com", repository: 1_296_269)
    static let project = ProjectIdentity(id: id, owner: "Acme", ownerID: 99, name: "Web.Shop", branch: "main")

    static func state(
        _ environment: EnvironmentName = .staging, tag: String? = nil, git: Bool = true, registry: Bool = true,
        settings: Settings = Settings(gitHubWeb: "https://github.com")
    ) -> DesiredState {
        let credentials = DesiredState.Credentials(
            git: git ? GitLogin(password: Redacted("git-token")) : nil,
            registry: registry
                ? DockerConfig(registry: "ghcr.io", username: "robot", password: Redacted("pull-token")) : nil)
        return DesiredState(
            project: project, environment: environment, imageTag: tag,
            settings: settings, credentials: credentials)
    }

    static let labels = """
        "labels" : {
              "app.kubernetes.io/managed-by" : "slipway",
              "slipway.dev/environment" : "staging",
              "slipway.dev/project" : "8ca7c9d6-b071-5c09-9cd9-dce5f9d66453"
            }
        """

    @Test func namesAndOrder() throws {
        let objects = try Self.state().contents()
        let lines = objects.map { "\(type(of: $0).resource.kind) \($0.metadata.name)" }
        #expect(
            lines == [
                "ServiceAccount slipway-deployer",
                "RoleBinding slipway-deployer",
                "ResourceQuota project-quota",
                "LimitRange project-limits",
                "NetworkPolicy project-isolation",
                "Secret 99-ghcr-auth",
                "ServiceAccount default",
                "Secret 8ca7c9d6-b071-5c09-9cd9-dce5f9d66453-git-auth",
                "GitRepository 8ca7c9d6-b071-5c09-9cd9-dce5f9d66453-repo",
                "Kustomization 8ca7c9d6-b071-5c09-9cd9-dce5f9d66453-staging",
            ])
        #expect(Self.state().namespace.metadata.name == "project-8ca7c9d6-b071-5c09-9cd9-dce5f9d66453-staging")
        for object in objects {
            #expect(object.metadata.namespace == "project-8ca7c9d6-b071-5c09-9cd9-dce5f9d66453-staging")
            #expect(object.metadata.labels[ProjectNames.managedBy] == "slipway")
        }
    }

    /// Before every Secret, and with whatever else there is.
    @Test func slipwaysOwnRightComesFirst() throws {
        var state = Self.state()
        #expect(state.ownBinding == nil)
        state.account = .deployed
        let binding = try #require(state.ownBinding)
        #expect(try state.contents().first as? RoleBinding == binding)
        #expect(binding.metadata.name == "slipway")
        #expect(binding.roleRef == RoleBinding.RoleReference(kind: "ClusterRole", name: "slipway-project"))
        #expect(
            binding.subjects == [RoleBinding.Subject(kind: "ServiceAccount", name: "slipway", namespace: "slipway")])
        #expect(binding.metadata.labels == state.serviceAccount.metadata.labels)
    }

    @Test func whoSlipwayIsDecidesWhoIsBound() {
        let account = RoleBinding.Subject(ClusterIdentity(username: "system:serviceaccount:ops:bot"))
        #expect(account == RoleBinding.Subject(kind: "ServiceAccount", name: "bot", namespace: "ops"))
        for name in ["kubernetes-admin", "oidc:ada@example.com", "system:serviceaccount:ops", "system:node:a:b"] {
            #expect(
                RoleBinding.Subject(ClusterIdentity(username: name))
                    == RoleBinding.Subject(kind: "User", apiGroup: "rbac.authorization.k8s.io", name: name))
        }
    }

    @Test func aRenamedRepositoryKeepsTheImageOfItsManifests() {
        var renamed = Self.project
        renamed.name = "new-shop"
        renamed.recordedImage = Self.project.image(Settings(gitHubWeb: "https://github.com"))
        let state = DesiredState(
            project: renamed, environment: .staging, imageTag: "3f2a1bc",
            settings: Settings(gitHubWeb: "https://github.com"), credentials: .init())
        #expect(state.kustomization.spec?.images?.map(\.name) == ["ghcr.io/acme/web.shop"])
    }

    @Test func aMirrorHasItsOwnLoginAndGitHubsTokenIsNowhere() throws {
        var settings = Settings(gitHubWeb: "https://github.com")
        settings.source = SourceChoices(
            mirror: SourceMirror(
                url: "https://gitee.com/{owner}/{name}.git",
                login: GitLogin(username: "ada", password: Redacted("mirror-token"))),
            proxy: SourceProxy(address: "http://proxy:3128", username: "bob", password: Redacted("proxy-password")))
        let state = Self.state(settings: settings)
        let spec = try #require(state.gitRepository.spec)
        #expect(spec.url == "https://gitee.com/Acme/Web.Shop.git")
        #expect(spec.secretRef == LocalReference(name: state.names.gitAuth))
        #expect(spec.proxySecretRef == LocalReference(name: state.names.gitProxy))
        let secrets = try state.contents().compactMap { $0 as? Secret }
        #expect(secrets.map(\.metadata.name) == ["99-ghcr-auth", state.names.gitAuth, state.names.gitProxy])
        #expect(secrets[1].data?["password"] == Redacted("mirror-token"))
        #expect(secrets[2].data?.keys == ["address", "password", "username"])
        #expect(state.obsoleteSecrets.isEmpty)
    }

    @Test func aPublicMirrorIsFetchedFromWithoutALogin() throws {
        var settings = Settings()
        settings.source.mirror = SourceMirror(url: "https://gitee.com/{owner}/{name}.git")
        let state = Self.state(settings: settings)
        #expect(state.gitRepository.spec?.secretRef == nil)
        #expect(try state.contents().contains { $0.metadata.name == state.names.gitAuth } == false)
        #expect(state.obsoleteSecrets.map(\.metadata.name) == [state.names.gitAuth, state.names.gitProxy])
        #expect(state.obsoleteSecrets.allSatisfy { $0.data?.keys == [] })
    }

    @Test func withoutCredentialsThereAreNoSecrets() throws {
        let kinds = try Self.state(git: false, registry: false).contents().map { type(of: $0).resource.kind }
        #expect(
            kinds == [
                "ServiceAccount", "RoleBinding", "ResourceQuota", "LimitRange", "NetworkPolicy", "GitRepository",
                "Kustomization",
            ])
        #expect(Self.state(git: false).gitRepository == Self.state().gitRepository)
    }

    @Test func namespace() throws {
        #expect(
            try json(Self.state().namespace) == """
                {
                  "metadata" : {
                    "labels" : {
                      "app.kubernetes.io/managed-by" : "slipway",
                      "pod-security.kubernetes.io/enforce" : "baseline",
                      "pod-security.kubernetes.io/warn" : "restricted",
                      "slipway.dev/environment" : "staging",
                      "slipway.dev/project" : "8ca7c9d6-b071-5c09-9cd9-dce5f9d66453"
                    },
                    "name" : "project-8ca7c9d6-b071-5c09-9cd9-dce5f9d66453-staging"
                  }
                }
                """)
    }

    @Test func theDeployerMayEditItsOwnNamespaceOnly() throws {
        let binding = Self.state().roleBinding
        #expect(
            try json(binding.roleRef) == """
                {
                  "apiGroup" : "rbac.authorization.k8s.io",
                  "kind" : "ClusterRole",
                  "name" : "edit"
                }
                """)
        #expect(
            try json(binding.subjects) == """
                [
                  {
                    "kind" : "ServiceAccount",
                    "name" : "slipway-deployer",
                    "namespace" : "project-8ca7c9d6-b071-5c09-9cd9-dce5f9d66453-staging"
                  }
                ]
                """)
    }

    @Test func quotaAndLimits() throws {
        #expect(
            try json(Self.state().resourceQuota.spec) == """
                {
                  "hard" : {
                    "pods" : "10",
                    "requests.cpu" : "2",
                    "requests.memory" : "4Gi"
                  }
                }
                """)
        #expect(
            try json(Self.state().limitRange.spec) == """
                {
                  "limits" : [
                    {
                      "default" : {
                        "cpu" : "500m",
                        "memory" : "512Mi"
                      },
                      "defaultRequest" : {
                        "cpu" : "100m",
                        "memory" : "128Mi"
                      },
                      "type" : "Container"
                    }
                  ]
                }
                """)
    }

    @Test func networkPolicy() throws {
        #expect(
            try json(Self.state().networkPolicy.spec) == """
                {
                  "ingress" : [
                    {
                      "from" : [
                        {
                          "podSelector" : {

                          }
                        },
                        {
                          "namespaceSelector" : {
                            "matchExpressions" : [
                              {
                                "key" : "slipway.dev/project",
                                "operator" : "DoesNotExist"
                              }
                            ]
                          }
                        }
                      ]
                    }
                  ],
                  "podSelector" : {

                  },
                  "policyTypes" : [
                    "Ingress"
                  ]
                }
                """)
    }

    @Test func gitRepository() throws {
        #expect(
            try json(Self.state(.production).gitRepository.spec) == """
                {
                  "interval" : "5m",
                  "ref" : {
                    "branch" : "main"
                  },
                  "secretRef" : {
                    "name" : "8ca7c9d6-b071-5c09-9cd9-dce5f9d66453-git-auth"
                  },
                  "timeout" : "5m",
                  "url" : "https://github.com/Acme/Web.Shop"
                }
                """)
    }

    @Test func kustomizationBeforeTheFirstRelease() throws {
        #expect(
            try json(Self.state().kustomization.spec) == """
                {
                  "interval" : "3m",
                  "path" : "./k8s/overlays/staging",
                  "prune" : true,
                  "retryInterval" : "30s",
                  "serviceAccountName" : "slipway-deployer",
                  "sourceRef" : {
                    "kind" : "GitRepository",
                    "name" : "8ca7c9d6-b071-5c09-9cd9-dce5f9d66453-repo"
                  },
                  "targetNamespace" : "project-8ca7c9d6-b071-5c09-9cd9-dce5f9d66453-staging",
                  "timeout" : "2m",
                  "wait" : false
                }
                """)
    }

    @Test func kustomizationPinnedToARelease() throws {
        let images = Self.state(tag: "3f2a1bc000000000000000000000000000000000").kustomization.spec?.images
        #expect(
            try json(images) == """
                [
                  {
                    "name" : "ghcr.io/acme/web.shop",
                    "newTag" : "3f2a1bc000000000000000000000000000000000"
                  }
                ]
                """)
    }

    @Test func secretsHoldTheLogins() throws {
        let secrets = try Self.state().contents().compactMap { $0 as? Secret }
        #expect(secrets.map { $0.type?.rawValue } == ["kubernetes.io/dockerconfigjson", "Opaque"])
        #expect(secrets.last?.data?["username"]?.value == "x-access-token")
        #expect(secrets.last?.data?["password"]?.value == "git-token")
        let accounts = try Self.state().contents().compactMap { $0 as? ServiceAccount }
        #expect(accounts.last?.imagePullSecrets == [LocalReference(name: "99-ghcr-auth")])
        #expect(!"\(secrets)".contains("token-"))
        #expect(!String(reflecting: Self.state()).contains("git-token"))
    }

    @Test func everyNameFitsIntoALabel() {
        for environment in EnvironmentName.allCases {
            let names = ProjectNames(Self.id)
            #expect(names.namespace(environment).text.utf8.count <= 63)
            #expect(names.kustomization(environment).text.utf8.count <= 63)
        }
        #expect(
            WakeKey.flux(Self.id, .staging) == "flux:8ca7c9d6-b071-5c09-9cd9-dce5f9d66453:staging")
    }
}
