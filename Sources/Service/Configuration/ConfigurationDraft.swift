import Automations
import Redaction

/// The configuration as far as it can be read, with everything that is wrong with it: what is right can be used and looked
/// at all the same.
public struct ConfigurationDraft: Sendable {
    /// What the file and its neighbours say of GitHub.
    public struct GitHub: Sendable {
        public var api: String
        public var web: String
        /// Nil after a problem was found.
        public var credential: Configuration.Credential?
        public var webhookSecrets: [Redacted]
    }

    /// The file; nil when everything comes from elsewhere.
    public var file: String?
    public var problems: [ConfigurationProblem] = []
    /// What is set but deserves a second look.
    public var warnings: [ConfigurationProblem] = []
    public var listen: SocketAddress
    public var operations: SocketAddress
    public var data: String
    public var encryptionKey: Redacted?
    public var github: GitHub
    public var kubeconfig: String?
    public var kubeconfigContext: String?
    public var templates: String?
    public var settings: Settings
    public var retention: Duration
    public var sweeps: SweepChoices

    /// Nil while there are problems.
    public var configuration: Configuration? {
        guard problems.isEmpty, let credential = github.credential else { return nil }
        return Configuration(
            listen: listen, operations: operations, data: data, encryptionKey: encryptionKey,
            github: .init(api: github.api, credential: credential, webhookSecrets: github.webhookSecrets),
            kubeconfig: kubeconfig, kubeconfigContext: kubeconfigContext, templates: templates, settings: settings,
            retention: retention, sweeps: sweeps, warnings: warnings.map(\.headline))
    }
}

extension ConfigurationDraft {
    init(from reader: inout ConfigurationReader) {
        listen = reader.address("listen", default: "0.0.0.0:8080")
        operations = reader.address("operations", default: "127.0.0.1:8081")
        data = reader.path("data") ?? reader.absolute("data", isFile: true)
        encryptionKey = reader.secret("encryptionKey", file: "encryptionKeyFile", subject: "the encryption key")
        kubeconfig = reader.path("cluster.kubeconfig")
        kubeconfigContext = reader.text("cluster.context")
        templates = reader.path("templates")
        retention = reader.retention()
        let github = reader.github()
        self.github = github
        sweeps = reader.sweeps()
        settings = reader.settings(web: github.web)
    }
}
