import Foundation
import Simulation
import Testing

extension EndToEnd {
    /// What keeps the program from starting is said in one sentence, with what to do, and it ends with status 1.
    @Suite struct StartFailures {
        @Test func noWebhookSecret() async throws {
            try await World.with(.stopped) { world in
                try await world.change("  webhookSecrets: [ \"\(World.webhookSecret)\" ]\n", to: "")
                try await world.refusesToStart(
                    """
                    slipway: no webhook secret is configured, so no delivery could be verified.
                             Set github.webhookSecrets or github.webhookSecretFiles to the secret of the webhook.
                    """)
            }
        }

        @Test func noPrivateKey() async throws {
            try await World.with(.stopped) { world in
                try await world.change("app.pem", to: "missing.pem")
                try await world.refusesToStart(
                    """
                    slipway: cannot read the App's private key FOLDER/missing.pem: no such file.
                             Create it, or set github.app.privateKeyFile to where it is.
                    """)
            }
        }

        @Test(.enabled(if: getuid() != 0, "root may read every file"))
        func aPrivateKeyThatMayNotBeRead() async throws {
            try await World.with(.stopped) { world in
                let key = world.folder.appending(path: "app.pem").path
                try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: key)
                try await world.refusesToStart(
                    """
                    slipway: cannot read the App's private key FOLDER/app.pem: permission denied.
                             Make it readable for this user (chmod 600, chown), or set github.app.privateKeyFile.
                    """)
            }
        }

        @Test func aPrivateKeyThatIsNone() async throws {
            try await World.with(.stopped) { world in
                try await world.write("hello", to: "app.pem")
                try await world.refusesToStart(
                    """
                    slipway: slipway.yaml:PLACE: the App's private key is not in PEM form.
                             Use the .pem file that GitHub made for the App; it begins with \
                    -----BEGIN RSA PRIVATE KEY-----.
                    """)
            }
        }

        @Test func noKubeconfig() async throws {
            try await World.with(.stopped) { world in
                try await world.change("kubeconfig: kubeconfig", to: "kubeconfig: missing")
                try await world.refusesToStart(
                    """
                    slipway: cannot read the kubeconfig FOLDER/missing: it does not exist.
                             Check the path and that this user may read the file.
                    """)
            }
        }

        @Test func aKubeconfigThatIsNone() async throws {
            try await World.with(.stopped) { world in
                try await world.write("hello", to: "kubeconfig")
                try await world.refusesToStart(
                    """
                    slipway: the kubeconfig FOLDER/kubeconfig is not valid: wrong or missing value at the top.
                             Correct the file.
                    """)
            }
        }

        @Test func aPortThatIsTaken() async throws {
            try await World.with(.stopped) { world in
                let taken = world.github.baseURL.replacing("http://", with: "")
                try await world.change("listen: 127.0.0.1:0", to: "listen: \(taken)")
                try await world.refusesToStart(
                    """
                    slipway: cannot listen on \(taken): address already in use.
                             Stop the process that uses it, or set listen to another address.
                    """)
            }
        }

        @Test func anUnknownKey() async throws {
            try await World.with(.stopped) { world in
                try await world.change("templates:", to: "tempaltes:")
                try await world.refusesToStart(
                    """
                    slipway: slipway.yaml:PLACE: unknown key "tempaltes".
                             Did you mean "templates"?
                    """)
            }
        }

        @Test func severalMistakesAreToldAtOnce() async throws {
            try await World.with(.stopped) { world in
                try await world.change("projects:", to: "comments: sometimes\nprojects:")
                try await world.change("app.pem", to: "missing.pem")
                try await world.refusesToStart(
                    """
                    slipway: cannot read the App's private key FOLDER/missing.pem: no such file.
                             Create it, or set github.app.privateKeyFile to where it is.
                    slipway: slipway.yaml:PLACE: comments is "sometimes".
                             It should be one of all, failures, none.
                    """)
            }
        }
    }
}

extension World {
    func write(_ text: String, to name: String) throws {
        try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    }

    /// Changes the configuration before the program is started.
    func change(_ text: String, to other: String) throws {
        let before = try String(contentsOf: configurationFile, encoding: .utf8)
        guard before.contains(text) else { throw Unexpected("slipway.yaml does not hold \(text)") }
        try before.replacing(text, with: other).write(to: configurationFile, atomically: true, encoding: .utf8)
    }

    /// Starts the program, which is expected to end with these words and status 1. Lines of its log do not count.
    func refusesToStart(_ words: String) async throws {
        let result = try await slipway("serve")
        #expect(result.status == .exited(1))
        let said = result.output.split(separator: "\n").filter { !$0.contains(/^\d{4}-\d\d-\d\dT/) }
        var text = said.joined(separator: "\n").replacing(folder.path, with: "FOLDER")
        text.replace(/slipway\.yaml:\d+:\d+/, with: "slipway.yaml:PLACE")
        #expect(text == words)
    }
}
