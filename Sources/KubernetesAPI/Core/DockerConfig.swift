import Foundation
import Redaction

/// The content of a `kubernetes.io/dockerconfigjson` Secret: how to log in to one image registry.
public struct DockerConfig: Sendable {
    public let registry: String
    public let username: String
    public let password: Redacted

    /// - Parameter registry: the host, such as `ghcr.io`.
    public init(registry: String, username: String, password: Redacted) {
        self.registry = registry
        self.username = username
        self.password = password
    }

    /// No login at all: takes away one that was there.
    public static func none(for registry: String) -> DockerConfig {
        DockerConfig(registry: registry, username: "", password: Redacted(""))
    }

    private var isNone: Bool { username.isEmpty }

    /// The file `.docker/config.json`, keys in a fixed order so that equal logins give equal Secrets.
    func json() throws -> Redacted {
        struct Login: Encodable {
            var username: String
            var password: String
            var auth: String
        }
        let auth = Data("\(username):\(password.value)".utf8).base64EncodedString()
        let login = Login(username: username, password: password.value, auth: auth)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let bytes = try encoder.encode(["auths": isNone ? [:] : [registry: login]])
        return Redacted(String(decoding: bytes, as: UTF8.self))
    }
}

extension Secret {
    /// A Secret with which pods pull images.
    public static func dockerConfig(_ metadata: ObjectMeta<NamespaceName>, _ config: DockerConfig) throws -> Secret {
        let data = SecretData([".dockerconfigjson": try config.json()])
        return Secret(metadata: metadata, type: .dockerConfigJSON, data: data)
    }
}
