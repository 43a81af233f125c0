import Redaction

/// Everything needed to speak to one cluster.
public struct ClusterConfiguration: Sendable {
    /// How this program shows who it is.
    public enum Credential: Sendable {
        case none
        case token(Redacted)
        /// A file that is read again at least every minute (rotated service account tokens).
        case tokenFile(String)
        case basic(username: String, password: Redacted)
        /// A plugin (client.authentication.k8s.io) that hands out tokens or certificates.
        case exec(ExecPlugin)
    }

    /// The API server, `https://host:port`, perhaps with a path.
    public var server: String
    /// PEM certificates to trust instead of the system's.
    public var certificateAuthority: String?
    /// Do not check the server's certificate at all.
    public var insecureSkipTLSVerify = false
    /// The name to expect in the server's certificate instead of the server's host.
    public var tlsServerName: String?
    /// `http://` or `socks5://` proxy in between, perhaps with a login.
    public var proxyURL: Redacted?
    public var credential: Credential
    public var clientCertificate: ClientCertificate?
    public var impersonation: Impersonation?
    /// The namespace of the context or of the service account, if there is one.
    public var namespace: NamespaceName?
    /// Where this comes from, for messages: `context home of /root/.kube/config`.
    public var origin: String

    public init(server: String, credential: Credential = .none, origin: String = "the program's settings") {
        self.server = server
        self.credential = credential
        self.origin = origin
    }

    /// From kubeconfig files (a path, or several separated by colons), or from inside the cluster when there is none.
    ///
    /// - Parameter context: instead of the files' current context.
    /// - Throws: ``ClusterConfigurationError``.
    public static func load(kubeconfig: String?, context: String? = nil) throws -> ClusterConfiguration {
        guard let kubeconfig else { return try inCluster() }
        return try Kubeconfig.load(files: Kubeconfig.files(in: kubeconfig)).configuration(context: context)
    }
}
