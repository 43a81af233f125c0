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

    /// A key that the App does not have any more.
    public static let formerKeyPEM = pem(
        """
        MIIEpAIBAAKCAQEA2UQm2nNCtKPVsTY62Cfc3CpMAf7md/U1bd+5PSdqPMXiCGA/
        D+6GnuGHc+vjlyKWI+bNaMdyA250pQPj9zVqaosG9Fea47oR8k5mTjmYtAQNGOrq
        dXFS//ICG4degFkfNCNffh89Ky03k11ahcvUTUi3zu9U6QujIo0RTcwrVDNQfD06
        4G9XnTYgONv56TKoIvBgRY3ffXlkhdYgoMB1pmN+b11OGsM7ng5y9SI1sqyG4sDj
        +y/lQwbs04M7dkH7x1EjtJBZEHhGd6eqx2XqoSLdJF2P3brpshgMquop7ehNq1ii
        4M3RRwEoWZQ358FkAnum4/HXuGTl+NabzxeeGwIDAQABAoIBAAJr0lcFiSJu36HC
        7fLyDBxeqEwuuq4Zix03V17JbVNSDTZ0rsnkVEG5rQMWB4pBS2peVxRU11NsdrD5
        aHVHy3DL2H7+lEOiE4h0u9/L9S9ZtYpSi9xVL/dENiZ3uA42xV8/tFUOehBcx6LF
        G+N5JbDaykRBwdt6/WK+2bOD6UkIksDMklNCrerPau7i0QzLSA1d7MOGoSt2/s1Y
        dazJFbNcY387QH/eVKsX6NMgdW6cvYSImvna9B9fvokZuu0qPxpj3zKod+sWKrcQ
        lh/FjXUx7MhWwUKxsLK3CSh/2W71Na8Pc8eS/s8B03O1XSo9zI5rmCqEUYOWDmfP
        FxzaRIkCgYEA/2XgBCeZVfA5ifo5eBv1noxOWs0FW+jOk7ReE7d555PqCUp5OEQj
        H0Qdy4rW9l3H45RNJsuNre+k57rWyOxrpxm4aW98128zP1NbfWGYyYgylREs8UMf
        C4SeztCuWiIuex9lhwjzS58jsf8G806ojtNtN4q7nCeT06yFAaQ2FF0CgYEA2cdD
        7rCJ4V9nPIVLe4MLbwNrpOsiRHQCtDB8e7U/m5Yfp/yNP9vxXHcufex5FkuaKgux
        QLSB29c6F36zNvxl87XIxu/ILNeSNn+P4RdlpN3MpxdxBdn0S93hgkA71dKCzH47
        QZLhDEGj0Lf5ClDI3fylEmueraL1/xEF6pMWVNcCgYEA3RG5zt7YA2Nk6uIFTMom
        2Y5pZH+C3AOwjHnb1QVEKAgI1PH565JPNIkpoT4UxDx5Aa0k+yfHA4AkJdG8iT7c
        EFBbKCiwz2oZ2f61eto3/no+DnpHhK6s+LNbI3nO8YYU5c5Pe4trzVF6/F/cDE9R
        6A9qwmD79Dbt5pO2ra0OgqECgYEAhag0WyPiG33QAGbWgsFUnRd+U0M0TsrcdfZk
        EBCXL0gduZ3Ymt7D7ToAQKyHTFWuEiwG521hXalkL9NE7nRNphtlVCMJueu8AtKb
        XUxcx6iQ1+QdK7gupPlSU/xUPNDsEdFPUNlyYXFPtuOSZvBZt1Q9g2alhm/Dhn3O
        Ib+QLxUCgYBhZjVX7AzFxqBLq0n4rSlZoY4dp4vNM2x2XCg0Ceai51eF+mfZReAQ
        j1Jbg2fJNf0AHk377dLiPr98STtjoaJU4BG+b9IrZFaP0+ZtSe9sUYsXDiRp8whI
        KZtOhg3qxZWXRaxdzXLxjDmJY437T4eE+pIiRRSsHhnBxhTTkZCtbw==
        """)

    private static func pem(_ base64: String) -> String {
        let label = "RSA PRIVATE KEY"
        return "-----BEGIN \(label)-----\n\(base64)\n-----END \(label)-----\n"
    }
}
