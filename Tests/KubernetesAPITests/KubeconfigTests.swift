import Foundation
import KubernetesAPI
import Redaction
import Testing

@Suite struct KubeconfigTests {
    private static let authority = "-----BEGIN CERTIFICATE-----\nQUJD\n-----END CERTIFICATE-----\n"

    private static func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }

    private static let full = """
        apiVersion: v1
        kind: Config
        current-context: home
        contexts:
        - name: home
          context: {cluster: c1, user: u1, namespace: shop}
        - name: work
          context: {cluster: c2, user: u2}
        - name: nowhere
          context: {cluster: c9, user: u1}
        clusters:
        - name: c1
          cluster:
            server: https://10.0.0.1:6443
            certificate-authority-data: \(base64(authority))
            tls-server-name: kubernetes
            proxy-url: socks5://127.0.0.1:1080
        - name: c2
          cluster: {server: "https://work:6443", certificate-authority: pki/ca.crt, insecure-skip-tls-verify: true}
        users:
        - name: u1
          user: {token: abc}
        - name: u2
          user: {client-certificate: pki/me.crt, client-key: pki/me.key, as: admin, as-groups: [a, b]}
        preferences: {}
        extensions: [{name: x, extension: {y: 1}}]
        """

    /// What a broken file says.
    private static func complaint(_ text: String, context: String? = nil) throws -> String {
        let folder = try TemporaryFolder()
        let file = try folder.write(text, to: "config")
        let error = #expect(throws: ClusterConfigurationError.self) {
            try ClusterConfiguration.load(kubeconfig: file, context: context)
        }
        return error?.description.replacingOccurrences(of: folder.path, with: "") ?? ""
    }

    @Test func readsTheCurrentContext() throws {
        let file = try TemporaryFolder()
        let configuration = try ClusterConfiguration.load(kubeconfig: try file.write(Self.full, to: "config"))
        #expect(configuration.server == "https://10.0.0.1:6443")
        #expect(configuration.certificateAuthority == Self.authority)
        #expect(configuration.tlsServerName == "kubernetes")
        #expect(configuration.proxyURL == Redacted("socks5://127.0.0.1:1080"))
        #expect(configuration.namespace == "shop")
        #expect(!configuration.insecureSkipTLSVerify)
        guard case .token(let token) = configuration.credential else {
            Issue.record("not a token: \(configuration.credential)")
            return
        }
        #expect(token == Redacted("abc"))
    }

    @Test func filesAreRelativeToTheKubeconfig() throws {
        let folder = try TemporaryFolder()
        try folder.write("ca", to: "pki/ca.crt")
        try folder.write("cert", to: "pki/me.crt")
        try folder.write("key", to: "pki/me.key")
        let configuration = try ClusterConfiguration.load(
            kubeconfig: try folder.write(Self.full, to: "config"), context: "work")
        #expect(configuration.certificateAuthority == "ca")
        #expect(configuration.insecureSkipTLSVerify)
        #expect(configuration.clientCertificate == ClientCertificate(certificate: "cert", key: Redacted("key")))
        #expect(configuration.impersonation == Impersonation(user: "admin", groups: ["a", "b"]))
    }

    @Test func severalFilesMergeAndTheFirstWins() throws {
        let folder = try TemporaryFolder()
        let first = try folder.write(
            """
            current-context: home
            users: [{name: u1, user: {token: first}}]
            """, to: "one")
        let second = try folder.write(Self.full, to: "two")
        let configuration = try ClusterConfiguration.load(kubeconfig: "\(first):/nonexistent:\(second)")
        #expect(configuration.server == "https://10.0.0.1:6443")
        guard case .token(let token) = configuration.credential else {
            Issue.record("not a token")
            return
        }
        #expect(token == Redacted("first"))
        let kubeconfig = try Kubeconfig.load(files: [first, second])
        #expect(kubeconfig.contextNames == ["home", "nowhere", "work"])
    }

    @Test func theTildeIsTheHomeDirectory() throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.full, to: ".kube/config")
        let kubeconfig = try Kubeconfig.load(files: ["~/.kube/config"], home: folder.path)
        #expect(kubeconfig.files == ["\(folder.path)/.kube/config"])
    }

    @Test func tokenFilesWinOverTokens() throws {
        let folder = try TemporaryFolder()
        let text = Self.full.replacingOccurrences(of: "{token: abc}", with: "{token: abc, tokenFile: secrets/token}")
        let configuration = try ClusterConfiguration.load(kubeconfig: try folder.write(text, to: "config"))
        guard case .tokenFile(let path) = configuration.credential else {
            Issue.record("not a token file")
            return
        }
        #expect(path == "\(folder.path)/secrets/token")
    }

    /// A file that cannot be used, and part of what is said about it.
    private static let mistakes: [(text: String, words: String)] = [
        ("", "/config names no current context. Choose one (cluster.context, or kubectl config use-context): none."),
        (
            full.replacingOccurrences(of: "current-context: home", with: "current-context: nine"),
            "/config has no context \"nine\". Known: home, nowhere, work."
        ),
        (
            full.replacingOccurrences(of: "current-context: home", with: "current-context: nowhere"),
            "/config has no cluster \"c9\" that context \"nowhere\" refers to. Known: c1, c2."
        ),
        (
            full.replacingOccurrences(of: "https://10.0.0.1:6443", with: "10.0.0.1"),
            "Cluster \"c1\" in /config has no usable server: \"10.0.0.1\"."
        ),
        (
            full.replacingOccurrences(of: base64(authority), with: "nonsense"),
            "certificate-authority-data in /config is not a PEM file in base64."
        ),
        (
            full.replacingOccurrences(of: "{token: abc}", with: "{auth-provider: {name: gcp}}"),
            "signs in with auth-provider \"gcp\", which is not supported."
        ),
        (
            full.replacingOccurrences(of: "{token: abc}", with: "{client-certificate-data: \(base64(authority))}"),
            "has only one of client-certificate and client-key."
        ),
        (
            full.replacingOccurrences(
                of: "{token: abc}", with: "{exec: {command: x, apiVersion: client.authentication.k8s.io/v1alpha1}}"),
            "uses apiVersion \"client.authentication.k8s.io/v1alpha1\". Use client.authentication.k8s.io/v1 or"
        ),
        ("contexts: [{name: [}]", "The kubeconfig /config is not valid: "),
        ("contexts: 5", "The kubeconfig /config is not valid: wrong or missing value at contexts."),
    ]

    @Test(arguments: mistakes.indices)
    func mistakesAreNamed(index: Int) throws {
        let (text, words) = Self.mistakes[index]
        let complaint = try Self.complaint(text)
        #expect(complaint.contains(words))
    }

    @Test func aMissingFileIsNamed() throws {
        let error = #expect(throws: ClusterConfigurationError.self) {
            try ClusterConfiguration.load(kubeconfig: "/nonexistent/config")
        }
        #expect(error?.whatHappened == "Cannot read the kubeconfig /nonexistent/config: it does not exist.")
    }

    @Test func tokensNeverShowInComplaintsOrDumps() throws {
        let broken = "users: [{name: u, user: {token: hunter2, tokenFile: [}}]"
        #expect(try !Self.complaint(broken).contains("hunter2"))
        let folder = try TemporaryFolder()
        let text = Self.full.replacingOccurrences(of: "abc", with: "hunter2")
        let configuration = try ClusterConfiguration.load(kubeconfig: try folder.write(text, to: "config"))
        var everything = "\(configuration)"
        dump(configuration, to: &everything)
        #expect(!everything.contains("hunter2"))
    }

    @Test func readsTheServiceAccountOfAPod() throws {
        let folder = try TemporaryFolder()
        try folder.write("token", to: "token")
        try folder.write(Self.authority, to: "ca.crt")
        try folder.write("slipway-system\n", to: "namespace")
        let configuration = try ClusterConfiguration.inCluster(
            environment: ["KUBERNETES_SERVICE_HOST": "fd00::1", "KUBERNETES_SERVICE_PORT": "443"], folder: folder.path)
        #expect(configuration.server == "https://[fd00::1]:443")
        #expect(configuration.namespace == "slipway-system")
        #expect(configuration.certificateAuthority == Self.authority)
    }

    @Test func outsideAPodItSaysSo() {
        let error = #expect(throws: ClusterConfigurationError.self) {
            try ClusterConfiguration.inCluster(environment: [:], folder: "/nonexistent")
        }
        #expect(error?.whatToDo.contains("cluster.kubeconfig") == true)
    }
}
