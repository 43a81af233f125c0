import Foundation

/// The first `slipway.yaml`: what was answered, and what else there is as comments.
public struct InitialConfiguration: Sendable, Equatable {
    public var organization: String?
    public var template = "static-site"
    public var domain: String?
    public var clusterIssuer: String?
    /// Nil: the service account of the pod that Slipway runs in.
    public var kubeconfig: String?
    public var registryUsername: String?
    public var registryPasswordFile = "registry-token"
    /// Where the template is looked for; nil: where an installed Slipway finds its own.
    public var templates: String?
    /// Nil: github.com.
    public var place: GitHubPlace?

    public init() {}

    /// YAML with a sentence for every key; the App's keys are left to `slipway app create`.
    public var text: String {
        [header, github, cluster, registry, projects, rest].joined(separator: "\n")
    }

    private var header: String {
        """
        # Slipway's configuration. README.md lists all keys, under "Configuration".
        # `slipway config check` names everything that is wrong with it. Relative paths start at this file's folder.

        # Webhooks arrive here, at /webhooks/github; health, metrics and the API are for this machine only.
        listen: 0.0.0.0:8080
        operations: 127.0.0.1:8081

        # The database and the keys; it should be in a backup (slipway backup).
        data: data

        """
    }

    private var github: String {
        let place = place.flatMap { $0.isUsual ? nil : $0 }
        let api = place.map { "  api: \($0.api.yamlQuoted)\n" } ?? ""
        return """
            github:
              # The App's number, key and webhook secret are written here by: slipway app create
            \(api)
            """
    }

    private var cluster: String {
        let path = kubeconfig.map { "  kubeconfig: \($0.yamlQuoted)" }
        let issuer = clusterIssuer.map { "  clusterIssuer: \($0.yamlQuoted)" }
        let host = domain.map { "  domain: \($0.yamlQuoted)" }
        return """
            cluster:
              # As kubectl reads it. Without one: the service account of the pod that Slipway runs in.
            \(path ?? "  # kubeconfig: ~/.kube/config")
              # Projects are reached at <repository>.<domain>. Without one they get no Ingress.
            \(host ?? "  # domain: apps.example.com")
              # The cert-manager ClusterIssuer of their certificates. Without one they are reached by http.
            \(issuer ?? "  # clusterIssuer: letsencrypt-prod")

            """
    }

    private var registry: String {
        let purpose =
            "# For private images: a classic token with read:packages, in a file; public ones need none."
        guard let registryUsername else {
            return purpose + "\n# registry: { username: acme-bot, passwordFile: registry-token }\n"
        }
        return """
            \(purpose)
            registry:
              username: \(registryUsername.yamlQuoted)
              passwordFile: \(registryPasswordFile.yamlQuoted)

            """
    }

    private var projects: String {
        let purpose =
            "# Which repositories are set up, and with which template (slipway template list); the first rule that matches wins."
        guard let organization else {
            return purpose + "\n# projects:\n#   - { match: \"acme/*\", template: static-site }\n"
        }
        return """
            \(purpose)
            projects:
              - { match: \((organization + "/*").yamlQuoted), template: \(template.yamlQuoted) }

            """
    }

    private var rest: String {
        """
        # Releases go from development to staging to production by themselves; with manual one waits before production for:
        # slipway project promote OWNER/REPO
        # environments: { production: { promotion: manual } }

        # What is said on commits: all, failures or none.
        # comments: all

        """
    }
}
