import Testing

@testable import Service

@Suite("Where a registry's password may go")
struct TokenRealmTests {
    private func realm(_ realm: String, of registry: String) throws -> String? {
        try TokenRealm(
            challenge: #"Bearer realm="\#(realm)",service="s",scope="repository:a/b:pull""#, of: registry,
            host: "the host",
            image: nil)?.url
    }

    @Test(arguments: [
        ("https://ghcr.io/token", "https://ghcr.io"), ("https://auth.docker.io/token", "https://registry-1.docker.io"),
        ("https://gitlab.com/jwt/auth", "https://registry.gitlab.com"),
        ("https://gitlab.example.com/jwt/auth", "https://registry.example.com"),
        ("https://git.example.co.uk/token", "https://images.example.co.uk:5000"),
        ("https://acme.azurecr.io/oauth2/token", "https://acme.azurecr.io"),
        ("https://us-docker.pkg.dev/v2/token", "https://us-docker.pkg.dev"),
        ("http://127.0.0.1:5000/token", "http://127.0.0.1:5000"), ("https://10.0.0.7/token", "https://10.0.0.7:5000"),
    ])
    func toTheRegistrysOwnSite(_ place: String, _ registry: String) throws {
        #expect(try realm(place, of: registry) == "\(place)?service=s")
    }

    @Test(arguments: [
        // Readable on its way.
        ("http://ghcr.io/token", "https://ghcr.io"), ("http://127.0.0.1/token", "https://ghcr.io"),
        ("http://127.0.0.2:80/token", "http://127.0.0.1:5000"), ("http://example.com/token", "http://127.0.0.1:5000"),
        ("http://example.com/token", "http://example.com"), ("ftp://ghcr.io/token", "https://ghcr.io"),
        // Another site.
        ("https://evil.example/token", "https://ghcr.io"), ("https://ghcr.io.evil.example/token", "https://ghcr.io"),
        ("https://evilghcr.io/token", "https://ghcr.io"), ("https://auth.docker.io/token", "https://ghcr.io"),
        ("https://evil.azurecr.io/token", "https://acme.azurecr.io"),
        ("https://evil.co.uk/token", "https://acme.co.uk"),
        ("https://10.0.0.8/token", "https://10.0.0.7"), ("https://evil.example/token", "http://127.0.0.1:5000"),
        ("https://ghcr.io@evil.example/token", "https://ghcr.io"), ("https://a:b@ghcr.io/token", "https://ghcr.io"),
        ("https://evil.svc.cluster.local/token", "https://registry.svc.cluster.local"),
    ])
    func andNowhereElse(_ place: String, _ registry: String) throws {
        let error = #expect(throws: Unhealthy.self) { try realm(place, of: registry) }
        #expect(error?.what.contains("It was not sent.") == true)
        #expect(error?.whatToDo.isEmpty == false)
    }

    @Test func theScopeIsThatOfTheImage() throws {
        let realm = try TokenRealm(
            challenge: #"bearer Realm="https://ghcr.io/token",service="ghcr.io",scope="repository:user/image:pull""#,
            of: "https://ghcr.io", host: "ghcr.io", image: "acme/web-shop")
        #expect(realm?.url == "https://ghcr.io/token?service=ghcr.io&scope=repository:acme/web-shop:pull")
        for challenge in ["Bearer", "Basic realm=\"x\"", ""] {
            #expect(try TokenRealm(challenge: challenge, of: "https://ghcr.io", host: "ghcr.io", image: nil) == nil)
        }
    }
}
