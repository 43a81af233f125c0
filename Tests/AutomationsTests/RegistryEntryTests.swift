import KubernetesAPI
import Redaction
import Storage
import Testing

@testable import Automations

@Suite("Which registry a project pulls from")
struct RegistryEntryTests {
    private let settings = Settings(
        registry: Registry(host: "ghcr.io", username: "all", password: Redacted("p")),
        registries: [
            Registry(
                key: "registries[0]", match: Glob("acme/web-*"), host: "images.example.com", username: "web",
                secret: LiveSecret(Redacted("w"))),
            Registry(key: "registries[1]", match: Glob("acme/*"), username: "acme", secret: LiveSecret(Redacted("a"))),
            Registry(key: "registries[2]", match: Glob("open/*"), secret: nil),
        ])

    @Test(arguments: [
        ("acme/web-shop", "registries[0]", "web"), ("ACME/Shop", "registries[1]", "acme"),
        ("open/site", "registries[2]", ""), ("globex/site", "registry", "all"),
    ])
    func theFirstThatMatches(_ name: String, _ key: String, _ username: String) {
        #expect(settings.registry(of: name).key == key)
        #expect(settings.registryLogin(of: name)?.username == username)
    }

    @Test func imagesAreNamedAfterIt() {
        let project = ProjectIdentity(
            id: ProjectID(gitHubHost: "github.com", repository: 1), owner: "acme", ownerID: 1, name: "web-shop",
            branch: "main")
        #expect(project.image(settings) == "images.example.com/acme/web-shop")
    }

    /// What a former entry gave is taken away.
    @Test func withoutALoginThePullSecretHoldsNone() throws {
        let login = try #require(settings.registryLogin(of: "open/site"))
        let meta = ObjectMeta(
            name: "x", namespace: ProjectNames(ProjectID(gitHubHost: "h", repository: 1)).namespace(.staging))
        let data = try Secret.dockerConfig(meta, login).data
        #expect(data?[".dockerconfigjson"]?.value == #"{"auths":{}}"#)
        #expect(Settings().registryLogin(of: "open/site") == nil)
    }

    @Test func aReplacedSecretIsSeenByEveryCopy() {
        let copy = settings
        #expect(settings.registries[1].secret?.replace(with: Redacted("new")) == true)
        #expect(settings.registries[1].secret?.replace(with: Redacted("new")) == false)
        #expect(copy.registryLogin(of: "acme/shop")?.password == Redacted("new"))
    }
}
