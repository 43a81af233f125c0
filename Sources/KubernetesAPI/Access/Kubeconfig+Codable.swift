import Redaction

/// One kubeconfig file as it is written.
struct KubeconfigFile: Decodable {
    struct NamedCluster: Decodable {
        var name: String
        var cluster: Kubeconfig.Cluster?
    }

    struct NamedUser: Decodable {
        var name: String
        var user: Kubeconfig.User?
    }

    struct NamedContext: Decodable {
        var name: String
        var context: Kubeconfig.Context?
    }

    var currentContext: String?
    var clusters: [NamedCluster]?
    var users: [NamedUser]?
    var contexts: [NamedContext]?

    private enum CodingKeys: String, CodingKey {
        case currentContext = "current-context"
        case clusters, users, contexts
    }
}

extension Kubeconfig.User: Decodable {
    private enum CodingKeys: String, CodingKey {
        case token, tokenFile, username, password, exec
        case clientCertificate = "client-certificate"
        case clientCertificateData = "client-certificate-data"
        case clientKey = "client-key"
        case clientKeyData = "client-key-data"
        case impersonate = "as"
        case impersonateUID = "as-uid"
        case impersonateGroups = "as-groups"
        case authProvider = "auth-provider"
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func text(_ key: CodingKeys) throws -> String? {
            try container.decodeIfPresent(String.self, forKey: key).flatMap { $0.isEmpty ? nil : $0 }
        }
        token = try text(.token).map(Redacted.init)
        tokenFile = try text(.tokenFile)
        clientCertificate = try text(.clientCertificate)
        clientCertificateData = try text(.clientCertificateData)
        clientKey = try text(.clientKey)
        clientKeyData = try text(.clientKeyData).map(Redacted.init)
        username = try text(.username)
        password = try text(.password).map(Redacted.init)
        exec = try container.decodeIfPresent(Kubeconfig.Exec.self, forKey: .exec)
        authProvider = try container.decodeIfPresent(Kubeconfig.AuthProvider.self, forKey: .authProvider)
        impersonation = try text(.impersonate).map { user in
            Impersonation(
                user: user, uid: try text(.impersonateUID),
                groups: try container.decodeIfPresent([String].self, forKey: .impersonateGroups) ?? [])
        }
    }
}
