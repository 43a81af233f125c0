import Automations
import Redaction

/// Everything a person can set, checked and complete. Read from a file, environment variables and flags by ``load``.
public struct Configuration: Sendable {
    /// Where webhooks are received: `POST /webhooks/github`.
    public var listen: SocketAddress
    /// Where `/healthz`, `/readyz`, `/metrics` and `/api` are served.
    public var operations: SocketAddress
    /// Who may use `/api`.
    public var api = API()
    /// The folder of `slipway.sqlite` and of the keys. An absolute path.
    public var data: String
    /// Seals stored credentials: 32 bytes in base64; after it, older ones that still open. Absent: `encryption.key` in
    /// ``data``, made at the first start.
    public var encryptionKey: Redacted?
    /// Where that is written, for people; nil when it is absent.
    public var encryptionKeyPlace: String?
    public var github: GitHub
    /// Absent: the service account of the pod Slipway runs in.
    public var kubeconfig: String?
    /// A context of the kubeconfig other than its current one.
    public var kubeconfigContext: String?
    /// The folder of templates. Absent: the folder an installed Slipway finds by itself.
    public var templates: String?
    /// What the automations need to know: rules, environments, registry, domain, comments.
    public var settings: Settings
    /// How long what has ended is remembered: deliveries, runs, and what was said on GitHub.
    public var retention: Duration
    /// How long the audit is kept.
    public var auditRetention = Retention.standardAudit
    /// How often Slipway looks for what no webhook told it.
    public var sweeps = SweepChoices()
    /// Where warnings about the cluster go, in Slack's format. Absent: the log and the cluster's events only.
    public var alarmWebhook: Redacted?
    /// What is between Slipway and GitHub, the cluster and the registry.
    public var proxies = Proxies()
    /// Whether the addresses of environments are requested after a rollout; nil: they are not.
    public var reachability: ReachabilityChoices?
    /// What is set but deserves a second look; nothing here stops the start.
    public var warnings: [String] = []
}

extension Configuration {
    /// The tokens of the API.
    public struct API: Sendable {
        /// Whoever has it may do everything. Absent: `api-token` in ``data``, made at the first start.
        public var token: Redacted?
        /// Whoever has it may read. Absent: nobody else may.
        public var readToken: Redacted?

        public init(token: Redacted? = nil, readToken: Redacted? = nil) {
            self.token = token
            self.readToken = readToken
        }
    }

    public struct GitHub: Sendable {
        /// Root of the REST API, without a trailing slash.
        public var api: String
        public var credential: Credential
        /// One or two; two while the secret is being rotated.
        public var webhookSecrets: [Redacted]
        /// The files that they are from, without those beside them; empty when the configuration holds the secrets itself.
        public var webhookSecretFiles: [String] = []
    }

    /// How Slipway proves to GitHub who it is.
    public enum Credential: Sendable {
        /// A GitHub App: its id and its private key in PEM form.
        case app(id: Int64, privateKey: Redacted)
        /// A fine-grained or classic personal access token; one in a file is read again when that changes.
        case token(LiveSecret)
    }
}
