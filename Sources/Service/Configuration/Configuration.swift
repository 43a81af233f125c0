import Redaction

/// Everything a person can set, checked and complete. Read from a file, environment variables and flags by ``load``.
public struct Configuration: Sendable {
    /// Where webhooks are received: `POST /webhooks/github`.
    public var listen: SocketAddress
    /// Where `/healthz`, `/readyz`, `/metrics` and `/api` are served.
    public var operations: SocketAddress
    /// The folder of `slipway.sqlite` and of the encryption key. An absolute path.
    public var data: String
    /// The file of the key that seals stored credentials. Absent: `encryption.key` in ``data``, made at the first start.
    public var encryptionKeyFile: String?
    public var github: GitHub
    public var cluster: Cluster
    public var registry: Registry?
    /// The first rule that matches decides; without a match a repository is left alone.
    public var projects: [ProjectRule]
    public var environments: Environments
    /// The folder of templates. Absent: the folder an installed Slipway finds by itself.
    public var templates: String?
    public var build: Build
    public var comments: Comments
    /// What is set but deserves a second look; nothing here stops the start.
    public var warnings: [String] = []
}

extension Configuration {
    public struct GitHub: Sendable {
        /// Root of the REST API, without a trailing slash.
        public var api: String
        /// Root of the web pages; clone URLs are built from it.
        public var web: String
        public var credential: Credential
        /// One or two; two while the secret is being rotated.
        public var webhookSecrets: [Redacted]
    }

    /// How Slipway proves to GitHub who it is.
    public enum Credential: Sendable {
        /// A GitHub App: its id and its private key in PEM form.
        case app(id: Int64, privateKey: Redacted)
        /// A fine-grained or classic personal access token.
        case token(Redacted)
    }

    public struct Cluster: Sendable {
        /// Absent: the service account of the pod Slipway runs in.
        public var kubeconfig: String?
        public var context: String?
        public var ingressClass: IngressClass
        public var clusterIssuer: String?
        public var domain: String?
    }

    public enum IngressClass: Sendable, Equatable {
        /// The cluster's default class, else the only one, else none.
        case auto
        case none
        case named(String)
    }

    public struct Registry: Sendable {
        public var host: String
        public var username: String
        /// A classic token with `read:packages`.
        public var password: Redacted
    }

    public struct ProjectRule: Sendable, Equatable {
        /// A glob on `owner/name`: `*` is any run of characters but `/`.
        public var match: String
        /// When set the repository must carry this topic.
        public var topic: String?
        public var template: String
    }

    public struct Environments: Sendable, Equatable {
        public var development = Environment(intervalSeconds: 60)
        public var staging = Environment(intervalSeconds: 180)
        public var production = Environment(intervalSeconds: 300)
    }

    public struct Environment: Sendable, Equatable {
        /// How often Flux looks for changes by itself.
        public var intervalSeconds: Int
        public var promotion = Promotion.automatic
    }

    /// What lets a release into an environment.
    public enum Promotion: String, Sendable, CaseIterable {
        /// The previous environment is healthy.
        case automatic
        /// A person says so.
        case manual
    }

    public struct Build: Sendable {
        /// Path in the repository of the workflow file that builds the image.
        public var workflow: String
    }

    public enum Comments: String, Sendable, CaseIterable {
        case all, failures, none
    }
}
