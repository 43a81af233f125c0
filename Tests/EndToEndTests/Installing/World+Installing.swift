import Foundation
import Simulation
import Testing

extension World {
    /// A machine on which nothing was set up yet: the cluster's kubeconfig and the registry's token, but no configuration, and
    /// a GitHub on which there is an organisation and no App.
    static func withNothing(_ body: @escaping @Sendable (World) async throws -> Void) async throws {
        var options = Options.stopped
        options.hasWebhook = false
        options.github.installsAppOnNewAccounts = false
        // What is different on a test's machine, and nobody writes into a first configuration.
        options.environment = [
            "SLIPWAY_LISTEN": "127.0.0.1:0", "SLIPWAY_OPERATIONS": "127.0.0.1:0", "SLIPWAY_REACHABILITY_CHECK": "off",
            "SLIPWAY_TEMPLATES": PackageRoot.url.appending(path: "Templates").path,
        ]
        try await with(options) { world in
            for name in ["slipway.yaml", "app.pem"] {
                try FileManager.default.removeItem(at: world.folder.appending(path: name))
            }
            await world.github.createAccount("acme", appInstalled: false)
            try await body(world)
        }
    }

    /// Starts `slipway app create …` and returns when it shows the address of its page.
    func beginRegistering(_ arguments: [String]) async throws -> (program: Program, page: String) {
        let program = try await Program(arguments, environment: variables([:]), log: nextLog())
        let page = try await eventually("slipway shows its page") {
            if let ending = program.ending { throw Unexpected("slipway ended: \(ending): \(program.output)") }
            return program.output.firstMatch(of: /http:\/\/127\.0\.0\.1:\d+\/[\w-]+(?=\n)/).map { String($0.0) }
        }
        return (program, page)
    }

    /// The files of the folder that begin with one of these.
    nonisolated func files(_ prefixes: String...) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
            .filter { name in prefixes.contains { name.hasPrefix($0) } && !name.hasSuffix(".log") }
    }

    nonisolated func mode(of name: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.appending(path: name).path)
        return (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0
    }
}
