import Automations
import KubernetesAPI
import Redaction
import Storage
import Testing

@Suite("What Slipway keeps in an environment")
struct ManagedObjectTests {
    private let id = ProjectID(gitHubHost: "github.com", repository: 42)

    @Test func namespacesSayWhoseTheyAre() {
        let names = ProjectNames(id)
        #expect(
            ProjectPlace(namespace: names.namespace(.production)) == ProjectPlace(project: id, environment: .production)
        )
        for other in ["kube-system", "project-x-staging", "my-project-staging", "project-\(id)-", "project-\(id)-test"]
        {
            #expect(ProjectPlace(namespace: other) == nil)
        }
        #expect(ProjectPlace(namespace: "project-\(id.value.uppercased())-staging") == nil)
    }

    @Test(arguments: ManagedObject.allCases)
    func eachIsKnownByItsNameAndNothingElse(object: ManagedObject) {
        let place = ProjectPlace(project: id, environment: .staging)
        var seen = ObservedObject()
        seen.name = object.name(in: place, owner: 7)
        if object != .namespace { seen.namespace = place.namespace.text }
        #expect(ManagedPlace(object.resource, seen) == ManagedPlace(object, in: place, owner: 7))
        seen.name += "-copy"
        #expect(ManagedPlace(object.resource, seen) == nil)
    }

    @Test func theLoginOfAFormerOwnerIsAnother() {
        let place = ProjectPlace(project: id, environment: .staging)
        #expect(
            ManagedPlace(.registrySecret, in: place, owner: 7) != ManagedPlace(.registrySecret, in: place, owner: 8))
        #expect(ManagedPlace(.quota, in: place, owner: 7) == ManagedPlace(.quota, in: place, owner: 8))
    }

    @Test func withoutALoginForTheRegistryNothingOfItIsExpected() throws {
        let open = try ExpectedFields(Settings())
        #expect(
            ManagedObject.allCases.filter { !open.includes($0) } == [.registrySecret, .defaultAccount, .proxySecret])
        var settings = Settings()
        settings.registry = Registry(username: "robot", password: Redacted("password"))
        let closed = try ExpectedFields(settings)
        #expect(ManagedObject.allCases.filter { !closed.includes($0) } == [.proxySecret])
    }

    @Test func ofAMirrorAndAProxyWhatTheyNeedIsExpected() throws {
        for (login, proxy) in [(true, true), (true, false), (false, true), (false, false)] {
            var settings = Settings()
            settings.source.mirror = SourceMirror(
                url: "https://gitee.com/{owner}/{name}.git",
                login: login ? GitLogin(username: "robot", password: Redacted("password")) : nil)
            settings.source.proxy = proxy ? SourceProxy(address: "http://10.0.0.1:3128") : nil
            let fields = try ExpectedFields(settings)
            #expect(fields.includes(.gitSecret) == login)
            #expect(fields.includes(.proxySecret) == proxy)
            #expect(ManagedObject.allCases.allSatisfy { fields.includes($0) == $0.isWanted(settings) })
        }
    }
}
