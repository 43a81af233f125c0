import Testing

@testable import Service

@Suite("Adding the App to a configuration")
struct ConfigurationEditTests {
    private let names = AppFileNames(id: 7)

    private func edited(_ text: String) throws -> String {
        try ConfigurationEdit(text: text, fileName: "slipway.yaml")
            .setting(names.entries, removing: ConfigurationEdit.credentialKeys)
    }

    @Test func belowWhatIsThereAlready() throws {
        let before = """
            listen: 127.0.0.1:1 # here

            github: # ours
                # a note
                api: https://h/api/v3

            comments: all

            """
        #expect(
            try edited(before) == """
                listen: 127.0.0.1:1 # here

                github: # ours
                    app: { id: 7, privateKeyFile: app-7.pem }
                    webhookSecretFiles: [ app-7.webhook-secret ]
                    # a note
                    api: https://h/api/v3

                comments: all

                """)
    }

    @Test func whatItReplacesGoesInEveryForm() throws {
        let before = """
            github:
              app:
                id: 1
                # its key
                privateKeyFile: app.pem
              tokenFile: token
              web: https://h
              webhookSecrets:
              - "one"
              - two
            data: data

            """
        #expect(
            try edited(before) == """
                github:
                  app: { id: 7, privateKeyFile: app-7.pem }
                  webhookSecretFiles: [ app-7.webhook-secret ]
                    # its key
                  web: https://h
                data: data

                """)
    }

    @Test(arguments: ["", "listen: 127.0.0.1:1", "# nothing\n"])
    func atTheEndWhereThereIsNoSection(_ text: String) throws {
        let result = try edited(text)
        #expect(result.hasPrefix(text))
        #expect(
            result.hasSuffix(
                "\ngithub:\n  app: { id: 7, privateKeyFile: app-7.pem }\n  webhookSecretFiles: [ app-7.webhook-secret ]\n"
            ))
    }

    /// Whatever cannot be changed by lines stays as it is, and is said.
    @Test(arguments: ["github: { api: https://h/api/v3 }\n", "{ listen: x }\n", "\"github\":\n  api: https://h\n"])
    func whatCannotBeChangedIsRefused(_ text: String) {
        #expect(throws: StartFailure.self) { try edited(text) }
    }

    @Test func whatIsSetAlreadyIsFound() {
        func present(_ text: String) -> String? {
            ConfigurationEdit(text: text, fileName: "f").present(ConfigurationEdit.credentialKeys)
        }
        #expect(present("github: { app: { id: 1 } }") == "github.app.id")
        #expect(present("github: { webhookSecrets: [ a ] }") == "github.webhookSecrets")
        #expect(present("github: { api: https://h }\ncomments: all") == nil)
    }
}
