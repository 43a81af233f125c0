import KubernetesAPI
import Redaction
import Testing

/// Made for these tests with `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes`; trusted nowhere.
private let certificate = """
    -----BEGIN CERTIFICATE-----
    MIIBgTCCASegAwIBAgIUOK7Ivgz64tzlfS0qTGOyoFzE4lMwCgYIKoZIzj0EAwIw
    FTETMBEGA1UEAwwKa3ViZXJuZXRlczAgFw0yNjExMjEwMTA2MDJaGA8yMTI2MTAy
    ODAxMDYwMlowFTETMBEGA1UEAwwKa3ViZXJuZXRlczBZMBMGByqGSM49AgEGCCqG
    SM49AwEHA0IABGKNbwSAXgE6Y8zFRm9jU5xJPI5DuK2z7DbWl3VjhYVUf95ZWqCz
    2Fw8XJ3q3wFjUTVYOcGiz6lN9wK6NlYavcyjUzBRMB0GA1UdDgQWBBR99Y7WnToN
    9aMcXtp5RewZAzG/gDAfBgNVHSMEGDAWgBR99Y7WnToN9aMcXtp5RewZAzG/gDAP
    BgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIQCQzMH/D5yFZugmD4bN
    38hvYyVS42jXhSImF7SUcBDwZAIgcxMXv+iKoBr1qnOVAjiXuxeqMSdk4bFdwcNy
    TfU5DjE=
    -----END CERTIFICATE-----
    """
private let key = """
    -----BEGIN PRIVATE KEY-----
    MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgIElIMttEhIcjnM/B
    4bWCsuvaTcpmkusdYpYyp2sNNn6hRANCAARijW8EgF4BOmPMxUZvY1OcSTyOQ7it
    s+w21pd1Y4WFVH/eWVqgs9hcPFyd6t8BY1E1WDnBos+pTfcCujZWGr3M
    -----END PRIVATE KEY-----
    """

@Suite struct TLSTests {
    private static func client(_ change: (inout ClusterConfiguration) -> Void) async throws {
        var configuration = ClusterConfiguration(server: "https://127.0.0.1:6443", origin: "context test of /config")
        change(&configuration)
        try await withClient(configuration) { _ in }
    }

    @Test func takesAuthoritiesAndCertificates() async throws {
        try await Self.client {
            $0.certificateAuthority = certificate + "\n" + certificate
            $0.clientCertificate = ClientCertificate(certificate: certificate, key: Redacted(key))
            $0.tlsServerName = "kubernetes"
            $0.proxyURL = Redacted("http://user:password@127.0.0.1:3128")
        }
    }

    @Test func anAddressBehindAProxyNeedsANameToBeCheckedAgainst() async throws {
        try await Self.client {
            $0.server = "https://10.0.0.1:6443"
            $0.proxyURL = Redacted("http://proxy:3128")
            $0.tlsServerName = "kubernetes.default.svc"
        }
        try await Self.client {
            $0.server = "https://cluster.example:6443"
            $0.proxyURL = Redacted("http://proxy:3128")
        }
    }

    @Test func namesWhatCannotBeUsed() async throws {
        let changes: [(String, @Sendable (inout ClusterConfiguration) -> Void)] = [
            ("The certificate-authority of context test of /config", { $0.certificateAuthority = "nonsense" }),
            (
                "The client-certificate of context test of /config",
                { $0.clientCertificate = ClientCertificate(certificate: "x", key: Redacted(key)) }
            ),
            (
                "The client-key of context test of /config",
                { $0.clientCertificate = ClientCertificate(certificate: certificate, key: Redacted("x")) }
            ),
            (
                "The server of context test of /config is the address 10.0.0.1, which its certificate cannot be checked",
                {
                    $0.server = "https://10.0.0.1:6443"
                    $0.proxyURL = Redacted("http://proxy:3128")
                }
            ),
            ("The proxy-url of context test of /config", { $0.proxyURL = Redacted("https://proxy:3128") }),
        ]
        for (words, change) in changes {
            let error = await #expect(throws: ClusterConfigurationError.self) { try await Self.client(change) }
            #expect(error?.whatHappened.hasPrefix(words) == true)
        }
    }
}
