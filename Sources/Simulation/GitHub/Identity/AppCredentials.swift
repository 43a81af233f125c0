/// What one downloads when one registers a GitHub App, for the simulated one.
public struct AppCredentials: Sendable, Hashable, CustomStringConvertible {
    public let id: Int
    public let clientID: String
    public let slug: String
    /// PKCS#1, as GitHub hands it out.
    public let privateKeyPEM: String

    public init(
        id: Int = 1001, clientID: String = "Iv23liSimulatedSlipw", slug: String = "slipway",
        privateKeyPEM: String = AppCredentials.simulationKeyPEM
    ) {
        self.id = id
        self.clientID = clientID
        self.slug = slug
        self.privateKeyPEM = privateKeyPEM
    }

    public var description: String { "App \(slug) (\(id))" }

    /// A 2048-bit RSA key made for the simulation. It is public, and opens nothing but simulated GitHubs on 127.0.0.1.
    public static let simulationKeyPEM = pem(
        """
        MIIEowIBAAKCAQEAomW+YIrXYIIdXn+KpCCydRAEPb6ELfOoCX0RavnApHpdDfci
        wxzTNsqpImJK6y792t+MzKgT1wH3jAaUKt604nIHhXYcqxCFGFxJARuLj75XsWSi
        6e41NbK5JpVLrhi25SSdbmHNOaTvRkCBkaGRWx/oK7Oe1V8f73xSPEej4o2FS50Q
        dIcrmmjb7ZMoFu+zv28cYnRiIEOq2P4jc8QTz+6EF5NeroxT4EEMXScxrGhQZPSb
        DwFZTWPLf15BQlD6puFQGGY7nPWpmnL2LBYToejkvOfqh9tCF6PU/pah987YC39d
        pOyuJJkSFUZz3INaNBtEmA60On/vULN9Taak2QIDAQABAoIBAASW58MSdW0DrFkO
        9W/3QRfcFqSYkWN7kPaIr3D0ozg6wY27G+ND+aehIVfIi5m7K58vhWsEvn/LbU+q
        oW4XOmkyZApGaN/AQSSruf/zI3Xx4QhRQeXmzp/of8FKg5elWOjfqKfVkX9VLRJx
        EQBYvrMCszTl+AGLdUt3Ods8gpIM1oDU5Myhc4UW00v/i7hsGSaGR2kSU/eAPs45
        cA3f5X/+EGk+PoeTjU1xD6GDyxqOHimz59MjzzqIXp0LbJQS8y6QzgUCtovr0K0n
        jVDV+5cAq23uuHdgAJj+rjXibZu7BPKb6wTUywseT3aoyCmb7/Jvod2B86Vd7rtR
        hKtNegECgYEA4MEHwK4OOUKQYleQbVUvPATzG3zB5ISGwdpOzQVl+nee10OB+m9t
        vqklGmfyM+uGj/3iCWCS+arboaEeY4/IILT/g9ViV9Cyd5F32R3y4ch4lowALpLQ
        KX4gTqbBCYz8mwG5Vg7wOFjCLOWlVfo11VBh45N8rGa2jxB7Wr7rhtkCgYEAuPlz
        GfhM7/ziSXmyiCxCAQPwynEuAHlg2RqSV5SBd0w+InIDorZJvc0G9dW0EVmINPsq
        VsslHjocVQEpeYXivr98TGHgB/4tyuAoQ3p+tNTtjx9zl4XrSsYV8KjYsGTKgg+m
        L9eqne09W0Or/dlxZYf8uCnLSLqr8Fg8JSOtTgECgYEAocCKkdMyjWcofn5ChU0v
        R2TQidHJwWrXiSBSYh8me5InkQkWvGQBeZxGBbEVkORK3cp8KP+GB4U9uB86vbC2
        +UMKOZkSw9yA9KiOtoVlTbV3g/GSF/K1OYd6POCqQPNkwTIGbrclj4fhh2pnCW+f
        2ruVF7IHohPyAxh7jp2k6FECgYBPbpd17IGlgRPvd3oqLc8+PmH1nTqi63yiXl2/
        jD84ap44DnvvMJZkEhpOETIdTTRHhB//W4cZ/txRyIj17X+caABJkLIy3HzvpOjF
        aWHl55YIIvpxdAnBd2TOjsNWpEGuLmgwHU3gOZNikKHYBbtDXW0x7IimN7tEH6/c
        RwDSAQKBgEPocSJnFOzVuHSy4t49px/Y9BbBjajBcu+a4nCiJJlXZNgHYyW5QEgC
        n5v3JpLE9jpO8QQy1wGZhGfCWrT7wSiqlX+3aSM0L1ndgCHtFezYaFZMScp3BqoU
        hQyOpB/MVhU1FWPaNoQQur3K+ui9JxbtxlhBCvkt7Ur10iFYBDyY
        """)

    private static func pem(_ base64: String) -> String {
        let label = "RSA PRIVATE KEY"
        return "-----BEGIN \(label)-----\n\(base64)\n-----END \(label)-----\n"
    }
}
