import Storage
import Testing

@testable import Automations

@Suite struct SettingsTests {
    @Test(arguments: [
        ("https://github.com", "github.com"),
        ("https://GitHub.Example.com:8443/", "github.example.com:8443"),
        ("http://127.0.0.1:4000", "127.0.0.1:4000"),
    ])
    func host(web: String, expected: String) {
        #expect(Settings(gitHubWeb: web).gitHubHost == expected)
    }

    @Test func theDefaultsAreThoseOfTheDesign() {
        let settings = Settings()
        #expect(settings.environments[.development] == EnvironmentChoice(interval: "1m", promotion: .automatic))
        #expect(settings.environments[.staging].interval == "3m")
        #expect(settings.environments[.production].interval == "5m")
        #expect(settings.limits.quota == ["pods": "10", "requests.cpu": "2", "requests.memory": "4Gi"])
        #expect(settings.buildWorkflow == ".github/workflows/slipway.yml")
    }

    @Test func environmentsComeInTheOrderOfPromotion() {
        #expect(EnvironmentName.allCases.sorted() == [.development, .staging, .production])
        #expect(EnvironmentName.production.before == [.development, .staging])
        #expect(EnvironmentName.development.before.isEmpty)
    }
}
