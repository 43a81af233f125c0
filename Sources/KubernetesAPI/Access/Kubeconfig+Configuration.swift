import Foundation
import Redaction

extension Kubeconfig {
    /// What a context says, with every file it names read.
    ///
    /// - Parameter name: instead of the current context.
    /// - Throws: ``ClusterConfigurationError``.
    public func configuration(context name: String? = nil) throws -> ClusterConfiguration {
        let name = try contextName(name)
        let context = try entry(contexts, name, "context", usedBy: nil).value
        let cluster = try entry(clusters, context.cluster, "cluster", usedBy: name)
        var configuration = ClusterConfiguration(
            server: try server(cluster, named: context.cluster ?? ""),
            origin: "context \(name) of \(files.joined(separator: ", "))")
        configuration.certificateAuthority = try pem(
            data: cluster.value.certificateAuthorityData, file: cluster.value.certificateAuthority, at: cluster.file,
            what: "certificate-authority")
        configuration.insecureSkipTLSVerify = cluster.value.insecureSkipTLSVerify ?? false
        configuration.tlsServerName = cluster.value.tlsServerName
        configuration.proxyURL = cluster.value.proxyURL.map(Redacted.init)
        configuration.namespace = context.namespace.flatMap { try? NamespaceName($0) }
        if context.user != nil {
            let user = try entry(users, context.user, "user", usedBy: name)
            configuration.credential = try credential(user, cluster: configuration)
            configuration.clientCertificate = try clientCertificate(user)
            configuration.impersonation = user.value.impersonation
        }
        return configuration
    }

    private func contextName(_ name: String?) throws -> String {
        if let name = name ?? currentContext { return name }
        throw ClusterConfigurationError(
            "\(fileList) names no current context.",
            whatToDo: "Choose one (cluster.context, or kubectl config use-context): \(known(contexts)).")
    }

    private func entry<Value>(
        _ entries: [String: Entry<Value>], _ name: String?, _ what: String, usedBy context: String?
    ) throws -> Entry<Value> {
        if let name, let entry = entries[name] { return entry }
        let origin = context.map { " that context \"\($0)\" refers to" } ?? ""
        throw ClusterConfigurationError(
            "\(fileList) has no \(what) \"\(name ?? "")\"\(origin).", whatToDo: "Known: \(known(entries)).")
    }

    private func server(_ cluster: Entry<Cluster>, named name: String) throws -> String {
        let text = cluster.value.server ?? ""
        guard let url = URL(string: text), let scheme = url.scheme, ["http", "https"].contains(scheme), url.host != nil
        else {
            throw ClusterConfigurationError(
                "Cluster \"\(name)\" in \(cluster.file) has no usable server: \"\(text)\".",
                whatToDo: "Set server to the API server's address, such as https://10.0.0.1:6443.")
        }
        return text
    }

    private func credential(
        _ user: Entry<User>, cluster: ClusterConfiguration
    ) throws -> ClusterConfiguration.Credential {
        if let provider = user.value.authProvider {
            throw ClusterConfigurationError(
                "A user in \(user.file) signs in with auth-provider \"\(provider.name)\", which is not supported.",
                whatToDo: "Use an exec plugin, a token or a client certificate.")
        }
        if let file = user.value.tokenFile { return .tokenFile(resolved(file, beside: user.file)) }
        if let token = user.value.token { return .token(token) }
        if let name = user.value.username {
            return .basic(username: name, password: user.value.password ?? Redacted(""))
        }
        guard let exec = user.value.exec else { return .none }
        return .exec(try ExecPlugin(exec, file: user.file, cluster: cluster, folder: folder(of: user.file)))
    }

    private func clientCertificate(_ user: Entry<User>) throws -> ClientCertificate? {
        let certificate = try pem(
            data: user.value.clientCertificateData, file: user.value.clientCertificate, at: user.file,
            what: "client-certificate")
        let key = try pem(
            data: user.value.clientKeyData?.value, file: user.value.clientKey, at: user.file, what: "client-key")
        switch (certificate, key) {
        case (let certificate?, let key?): return ClientCertificate(certificate: certificate, key: Redacted(key))
        case (nil, nil): return nil
        default:
            throw ClusterConfigurationError(
                "A user in \(user.file) has only one of client-certificate and client-key.",
                whatToDo: "Set both, each inline (-data) or as a file.")
        }
    }

    /// Inline data wins over a file, as with kubectl.
    private func pem(data: String?, file: String?, at origin: String, what: String) throws -> String? {
        if let data, !data.isEmpty {
            guard let bytes = Data(base64Encoded: data, options: .ignoreUnknownCharacters),
                let text = String(data: bytes, encoding: .utf8), text.contains("-----BEGIN")
            else {
                throw ClusterConfigurationError(
                    "\(what)-data in \(origin) is not a PEM file in base64.", whatToDo: "Correct or renew it.")
            }
            return text
        }
        guard let file, !file.isEmpty else { return nil }
        return try readText(resolved(file, beside: origin), what: what)
    }

    private func resolved(_ path: String, beside file: String) -> String {
        let path = Self.expanded(path, home: Self.homeDirectory)
        return path.hasPrefix("/") ? path : "\(folder(of: file))/\(path)"
    }

    private func folder(of file: String) -> String {
        URL(fileURLWithPath: file).deletingLastPathComponent().path
    }

    private var fileList: String { "The kubeconfig \(files.joined(separator: ", "))" }

    private func known<Value>(_ entries: [String: Entry<Value>]) -> String {
        entries.isEmpty ? "none" : entries.keys.sorted().joined(separator: ", ")
    }
}
