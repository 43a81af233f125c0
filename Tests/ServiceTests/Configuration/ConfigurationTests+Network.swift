import Automations
import Redaction
import Storage
import Testing

@testable import Service

/// Proxies and mirrors.
extension ConfigurationTests {
    @Test func theEnvironmentsProxiesCount() throws {
        let configuration = try load(
            Self.least,
            environment: ["https_proxy": "proxy:3128", "HTTP_PROXY": "http://other:8080", "no_proxy": "example.com"])
        #expect(configuration.proxies.https?.address == "http://proxy:3128")
        #expect(configuration.proxies.http?.address == "http://other:8080")
        #expect(configuration.proxies.exceptions == NoProxy(["example.com"]))
        #expect(configuration.settings.source.proxy == SourceProxy(address: "http://proxy:3128"))
    }

    @Test func theConfigurationWinsOverTheEnvironment() throws {
        let environment = ["HTTPS_PROXY": "wrong:1", "HTTP_PROXY": "wrong:2", "NO_PROXY": "wrong.example"]
        let configuration = try load(
            Self.least + "proxy: http://ada:secret@proxy:3128\nnoProxy: [ .svc, 10.0.0.0/8 ]\n",
            environment: environment)
        #expect(configuration.proxies.https?.place == "proxy:3128")
        #expect(configuration.proxies.http == configuration.proxies.https)
        #expect(configuration.proxies.exceptions.entries == [".svc", "10.0.0.0/8"])
        #expect(
            configuration.settings.source.proxy
                == SourceProxy(address: "http://proxy:3128", username: "ada", password: Redacted("secret")))
        #expect(!configuration.summary.contains("secret"))
        #expect(configuration.summary.contains("http://proxy:3128 as ada, password <redacted>"))
        let none = try load(Self.least + "proxy: none\n", environment: environment)
        #expect(none.proxies.https == nil)
        #expect(none.proxies.http == nil)
        #expect(none.settings.source.proxy == nil)
    }

    @Test func aProxyMayStandInAFile() throws {
        try folder.write("http://ada:secret@proxy:3128\n", to: "proxy")
        let configuration = try load(Self.least + "proxyFile: proxy\n")
        #expect(configuration.proxies.https?.password == Redacted("secret"))
    }

    @Test func fluxMayHaveAProxyOfItsOwnOrNone() throws {
        let own = try load(Self.least + "proxy: proxy:1\nfluxProxy: https://ada:pw@other\n")
        #expect(
            own.settings.source.proxy
                == SourceProxy(address: "https://other:443", username: "ada", password: Redacted("pw")))
        #expect(try load(Self.least + "proxy: proxy:1\nfluxProxy: none\n").settings.source.proxy == nil)
        #expect(try load(Self.least + "proxy: proxy:1\nnoProxy: [ github.com ]\n").settings.source.proxy == nil)
        let mirrored = try load(
            Self.least + "proxy: proxy:1\nnoProxy: [ gitee.com ]\nsourceURL: \"https://gitee.com/{owner}/{name}.git\"\n"
        )
        #expect(mirrored.settings.source.proxy == nil)
    }

    @Test func aProxyOfThisMachineIsNotForFlux() throws {
        let configuration = try load(Self.least + "proxy: http://127.0.0.1:7890\n")
        #expect(configuration.proxies.https?.place == "127.0.0.1:7890")
        #expect(configuration.settings.source.proxy == nil)
        #expect(
            configuration.warnings.last
                == "the proxy 127.0.0.1:7890 is on Slipway's own machine, so Flux is given none. Set fluxProxy to one that "
                + "the cluster reaches, or to none.")
    }

    @Test func aMirrorHasALoginOfItsOwn() throws {
        let configuration = try load(
            Self.least + "sourceUsername: ada\nsourcePassword: secret\n",
            environment: ["SLIPWAY_SOURCE_URL": "https://gitee.com/{owner}/{name}.git"])
        let mirror = try #require(configuration.settings.source.mirror)
        #expect(mirror.login == GitLogin(username: "ada", password: Redacted("secret")))
        #expect(mirror.url(owner: "acme", name: "web") == "https://gitee.com/acme/web.git")
        #expect(!configuration.summary.contains("secret"))
    }

    @Test func problemsOfProxiesAreToldWithoutThem() {
        let form =
            "It should be like http://USER:PASSWORD@HOST:3128 or socks5://HOST:1080; in the password, characters such as @ "
            + "and # are written as %40 and %23."
        #expect(
            problems(Self.least + "proxy: http://ada:se#cret@proxy:3128\n") == [
                "slipway.yaml:2:8: proxy is not the address of a proxy. | \(form)"
            ])
        #expect(
            problems(Self.least, environment: ["HTTPS_PROXY": "ftp://ada:secret@proxy"]) == [
                "HTTPS_PROXY: HTTPS_PROXY begins with a scheme that no proxy has. | \(form)"
            ])
        #expect(
            problems(Self.least + "proxy: https://ada:secret@proxy:3128\n") == [
                "slipway.yaml:2:8: proxy begins with https://, and Slipway does not speak to proxies over TLS. | Write "
                    + "http:// if the proxy takes it; what goes through to https addresses is encrypted all the same. "
                    + "proxy: none connects directly."
            ])
        #expect(
            problems(Self.least + "proxy: socks5://ada:secret@proxy\n").first?.hasPrefix(
                "slipway.yaml:2:8: proxy has a user name for a SOCKS5 proxy") == true)
        #expect(
            problems(Self.least + "proxy: proxy:1\nnoProxy: [ 10.0.0.0/99 ]\n") == [
                "slipway.yaml:3:12: noProxy holds \"10.0.0.0/99\". | Write a name (example.com), names below one "
                    + "(.example.com), an address or a range (10.0.0.0/8), or *."
            ])
    }

    @Test(arguments: [
        "https://gitee.com/all.git", "https://{owner}.example.com/{name}.git", "ssh://git@gitee.com/{owner}/{name}",
        "https://ada:pw@gitee.com/{owner}/{name}", "https://gitee.com/{owner}/{repo}/{name}",
    ])
    func aMirrorNeedsAnAddressForEach(_ url: String) {
        let found = problems(Self.least + "sourceURL: \"\(url)\"\n")
        #expect(found.count == 1)
        #expect(found.first?.contains("https://gitee.com/{owner}/{name}.git") == true)
    }

    @Test func theMirrorsLoginIsWhole() {
        #expect(
            problems(Self.least + "sourceUsername: ada\n") == [
                "slipway.yaml:2:17: sourcePassword is missing. | Set sourcePasswordFile to a token that may read the "
                    + "mirror.",
                "slipway.yaml:2:17: a login for the mirror is set, but no mirror. | Set sourceURL, or remove the login.",
            ])
    }
}
