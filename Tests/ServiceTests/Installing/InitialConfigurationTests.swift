import Automations
import Foundation
import Testing

@testable import Service

@Suite("The first configuration")
struct InitialConfigurationTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private var file: String { "\(folder.path)/slipway.yaml" }

    private var full: InitialConfiguration {
        var initial = InitialConfiguration()
        initial.organization = "acme"
        initial.domain = "apps.example.com"
        initial.clusterIssuer = "letsencrypt-prod"
        initial.kubeconfig = "/etc/rancher/k3s/k3s.yaml"
        initial.registryUsername = "acme-bot"
        initial.place = GitHubPlace(web: "https://github.example.com", api: "https://github.example.com/api/v3")
        return initial
    }

    /// Every key, also those in comments, is one that Slipway knows and README.md explains.
    @Test func everyKeyIsKnown() throws {
        let readme = try Documents.text("README.md")
        // A key in a comment is one whose value is not a sentence.
        func uncommented(_ initial: InitialConfiguration) -> String {
            initial.text.replacing(/(?m)^( *)# (\w+: \S+|\w+: \{.*)$/) { "\($0.output.1)\($0.output.2)" }
        }
        let texts = [InitialConfiguration(), full].flatMap { [$0.text, uncommented($0)] }
        for text in texts {
            let document = ConfigurationDocument(yaml: text, fileName: "slipway.yaml")
            let unknown = document.problems.filter { $0.what.contains("unknown key") }
            #expect(unknown.isEmpty, "\(unknown)")
            for path in document.values.keys {
                let words = path.split(separator: ".")
                let last = String(words.last ?? "")
                #expect(readme.contains(last), "\(path)")
            }
        }
        let all = ConfigurationDocument(yaml: uncommented(full), fileName: "slipway.yaml").values
        #expect(all["environments.production.promotion"] != nil && all["comments"] != nil)
    }

    @Test func whatWasAnsweredIsInEffect() throws {
        try InitialConfigurationFile(path: file, isReplacing: false).write(full)
        try folder.write("token", to: "registry-token")
        let draft = try Configuration.draft(file: file)
        #expect(draft.problems.map(\.what) == [FirstSteps.noWebhookSecret, FirstSteps.noCredential])
        let configuration = draft.configuration
        #expect(configuration.github.api == "https://github.example.com/api/v3")
        #expect(configuration.settings.gitHubWeb == "https://github.example.com")
        #expect(configuration.kubeconfig == "/etc/rancher/k3s/k3s.yaml")
        #expect(configuration.settings.domain == "apps.example.com")
        #expect(configuration.settings.rules == [ProjectRule(match: "acme/*", topic: nil, template: "static-site")])
        #expect(configuration.settings.registry.username == "acme-bot")
        #expect(configuration.warnings == [])
        #expect(try mode(of: file) == 0o600)
    }

    @Test func whatIsThereIsKept() throws {
        try folder.write("mine\n", to: "slipway.yaml")
        let failure = #expect(throws: StartFailure.self) {
            try InitialConfigurationFile(path: file, isReplacing: false).write(full)
        }
        #expect(failure?.what == "\(file) exists already.")
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "mine\n")
    }

    @Test func replacedItKeepsTheApp() throws {
        try folder.write(
            "github:\n  app: { id: 7, privateKeyFile: \"a: b.pem\" }\n  webhookSecretFiles: [ one, two ]\ncomments: none\n",
            to: "slipway.yaml")
        var initial = full
        initial.place = nil
        try InitialConfigurationFile(path: file, isReplacing: true).write(initial)
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let values = ConfigurationDocument(yaml: text, fileName: "f").values
        #expect(values["comments"] == nil && values["cluster.domain"] != nil)
        let entries = ConfigurationEdit(text: text, fileName: "f").entries(of: ConfigurationEdit.credentialKeys)
        #expect(entries.map(\.yaml) == ["{ id: \"7\", privateKeyFile: \"a: b.pem\" }", "[ \"one\", \"two\" ]"])
    }

    /// Its App could not be kept.
    @Test func whatCannotBeReadIsNotReplaced() throws {
        let before = Data([0xff, 0xfe, 0x0a])
        try before.write(to: URL(filePath: file))
        let failure = #expect(throws: StartFailure.self) {
            try InitialConfigurationFile(path: file, isReplacing: true).write(full)
        }
        #expect(failure?.what.contains("cannot be read") == true)
        #expect(try Data(contentsOf: URL(filePath: file)) == before)
    }

    @Test func answersThatCannotBeUsed() {
        var wrong = full
        wrong.domain = "https://apps.example.com"
        #expect(throws: ConfigurationProblems.self) {
            try InitialConfigurationFile(path: file, isReplacing: false).write(wrong)
        }
        wrong = full
        wrong.organization = "acme/web"
        #expect(throws: StartFailure.self) { try InitialConfigurationFile(path: file, isReplacing: false).write(wrong) }
        #expect(!FileManager.default.fileExists(atPath: file))
    }
}

/// The permissions of a file.
func mode(of file: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: file)
    return (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0
}
