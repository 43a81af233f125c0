import Automations
import Foundation
import Redaction

extension Configuration {
    /// Reads the file, lays environment variables and then flags over it, and checks everything.
    ///
    /// - Parameters:
    ///   - file: path of the YAML file; nil when everything comes from elsewhere.
    ///   - environment: the process's environment variables.
    ///   - flags: dotted key (`github.api`) → value; lists are comma-separated, `projects` and `registries` are YAML.
    public static func load(
        file: String?, environment: [String: String] = [:], flags: [String: String] = [:],
        workingFolder: String = FileManager.default.currentDirectoryPath
    ) throws(ConfigurationProblems) -> Configuration {
        let draft = try draft(file: file, environment: environment, flags: flags, workingFolder: workingFolder)
        guard draft.problems.isEmpty else { throw ConfigurationProblems(draft.problems) }
        return draft.configuration
    }

    /// The same, with what can be used all the same when there are problems.
    /// - Throws: when the file cannot be read at all.
    public static func draft(
        file: String?, environment: [String: String] = [:], flags: [String: String] = [:],
        workingFolder: String = FileManager.default.currentDirectoryPath
    ) throws(ConfigurationProblems) -> ConfigurationDraft {
        var problems: [ConfigurationProblem] = []
        var values: [String: ConfigurationValue] = [:]
        var isNoYAML = false
        if let file {
            let document = try document(file)
            (values, problems, isNoYAML) = (document.values, document.problems, document.isNoYAML)
        }
        overlay(&values, &problems, environment, flags)
        problems += unknown(flags)
        let folder = file.map { URL(fileURLWithPath: $0).deletingLastPathComponent().path } ?? workingFolder
        var reader = ConfigurationReader(
            values: values, fileFolder: folder, workingFolder: workingFolder, home: environment["HOME"])
        var configuration = configuration(from: &reader, environment)
        // What is lacking may stand in the file that cannot be read.
        problems += isNoYAML ? reader.problems.filter { $0.place != nil } : reader.problems
        configuration.warnings = warnings(configuration, environment)
        return ConfigurationDraft(configuration: configuration, problems: problems, file: file)
    }

    /// The folder of the database alone: what reading commands need, without asking for the right to read secrets.
    public static func dataFolder(
        file: String?, environment: [String: String] = [:], flags: [String: String] = [:],
        workingFolder: String = FileManager.default.currentDirectoryPath
    ) throws(ConfigurationProblems) -> String {
        var problems: [ConfigurationProblem] = []
        var values = try file.map { (path) throws(ConfigurationProblems) in try document(path).values } ?? [:]
        overlay(&values, &problems, environment, flags)
        let folder = file.map { URL(fileURLWithPath: $0).deletingLastPathComponent().path } ?? workingFolder
        var reader = ConfigurationReader(
            values: values, fileFolder: folder, workingFolder: workingFolder, home: environment["HOME"])
        return reader.path("data") ?? reader.absolute("data", isFile: true)
    }

    private static func document(_ file: String) throws(ConfigurationProblems) -> ConfigurationDocument {
        let source = SecretFile(subject: "the configuration", path: file, key: "--config")
        do {
            return ConfigurationDocument(
                yaml: try source.read().value, fileName: URL(fileURLWithPath: file).lastPathComponent)
        } catch .empty {
            return ConfigurationDocument(yaml: "", fileName: file)
        } catch {
            throw ConfigurationProblems([source.problem(error, place: nil)])
        }
    }

    private static func overlay(
        _ values: inout [String: ConfigurationValue], _ problems: inout [ConfigurationProblem],
        _ environment: [String: String], _ flags: [String: String]
    ) {
        for (path, key) in ConfigurationKey.leaves {
            let variable = ConfigurationKey.variable(for: path)
            // An empty variable is how shells and Compose files say "not set".
            let written = [
                environment[variable].flatMap { $0.isEmpty ? nil : ($0, ConfigurationPlace.variable(variable)) },
                flags[path].map { ($0, ConfigurationPlace.flag(path)) },
            ]
            for (text, place) in written.compactMap({ $0 }) {
                let (value, found) = ConfigurationValue.read(text, as: key, place: place)
                if let value { values[path] = value }
                problems += found
            }
        }
    }

    private static func unknown(_ flags: [String: String]) -> [ConfigurationProblem] {
        let known = ConfigurationKey.leaves.map(\.path)
        return flags.keys.sorted().filter { !known.contains($0) }.map { name in
            let remedy =
                Spelling.nearest(to: name, in: known).map { "Did you mean \"\($0)\"?" }
                ?? "The keys are those of slipway.yaml, such as github.api."
            return .init(what: "unknown key \"\(name)\".", whatToDo: remedy)
        }
    }

    private static func configuration(
        from reader: inout ConfigurationReader, _ environment: [String: String]
    ) -> Configuration {
        let listen = reader.address("listen", default: "0.0.0.0:8080")
        let operations = reader.address("operations", default: "127.0.0.1:8081")
        let data = reader.path("data") ?? reader.absolute("data", isFile: true)
        let api = reader.api()
        let encryptionKey = reader.secret(
            "encryptionKey", file: "encryptionKeyFile", subject: "the encryption key")
        let keyPlace = reader.secretPlace("encryptionKey", file: "encryptionKeyFile")
        let kubeconfig = reader.path("cluster.kubeconfig")
        let context = reader.text("cluster.context")
        let templates = reader.path("templates")
        let retention = reader.retention()
        let auditRetention = reader.auditRetention()
        let github = reader.github()
        let sweeps = reader.sweeps()
        let webhook = reader.alarmWebhook()
        let proxies = reader.proxies(environment)
        let reachability = reader.reachability()
        let settings = reader.settings(web: github.web, source: reader.source(web: github.web, proxies: proxies))
        return Configuration(
            listen: listen, operations: operations, api: api, data: data, encryptionKey: encryptionKey,
            encryptionKeyPlace: keyPlace,
            github: github.github, kubeconfig: kubeconfig, kubeconfigContext: context, templates: templates,
            settings: settings, retention: retention, auditRetention: auditRetention, sweeps: sweeps,
            alarmWebhook: webhook, proxies: proxies,
            reachability: reachability)
    }

    private static func warnings(_ configuration: Configuration, _ environment: [String: String]) -> [String] {
        var warnings = misspelled(environment)
        if configuration.settings.rules.isEmpty {
            warnings.append(
                "projects has no rule, so every repository is left alone. Add one, such as "
                    + "- { match: \"acme/*\", template: static-site }.")
        }
        if configuration.settings.domain == nil {
            warnings.append(
                "cluster.domain is not set, so projects get no Ingress and no address. Set it, such as to "
                    + "apps.example.com.")
        }
        return warnings + sourceWarnings(configuration)
    }

    private static func sourceWarnings(_ configuration: Configuration) -> [String] {
        let source = configuration.settings.source
        var warnings: [String] = []
        if let mirror = source.mirror, mirror.login != nil, mirror.url.hasPrefix("http://") {
            warnings.append("sourceURL begins with http://, so Flux sends the mirror's password unencrypted.")
        }
        let url = source.mirror?.url ?? configuration.settings.gitHubWeb
        if source.proxy == nil, let own = configuration.proxies.server(for: url), own.isLocal {
            warnings.append(
                "the proxy \(own.place) is on Slipway's own machine, so Flux is given none. Set fluxProxy to one that the "
                    + "cluster reaches, or to none.")
        }
        return warnings
    }

    /// Kubernetes itself adds variables such as SLIPWAY_SERVICE_HOST to pods, so an unknown one is only told when it looks like a slip.
    private static func misspelled(_ environment: [String: String]) -> [String] {
        let known = ConfigurationKey.leaves.map { ConfigurationKey.variable(for: $0.path) }
        return environment.keys.sorted().filter { $0.hasPrefix("SLIPWAY_") && !known.contains($0) }
            .compactMap { name in
                known.map { ($0, Spelling.distance(name, $0)) }.filter { $0.1 <= 2 }.min { $0.1 < $1.1 }
                    .map { "the environment variable \(name) is unknown. Did you mean \($0.0)?" }
            }
    }
}

extension ConfigurationValue {
    /// The text of an environment variable or a flag.
    static func read(
        _ text: String, as key: ConfigurationKey, place: ConfigurationPlace
    ) -> (ConfigurationValue?, [ConfigurationProblem]) {
        switch key {
        case .scalar, .section: return (.init(content: .text(text), place: place), [])
        case .list:
            let items = text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
            return (.init(content: .list(items.map { ($0, place) }), place: place), [])
        case .amounts:
            let document = ConfigurationDocument(amounts: text, place: place)
            return (document.values[""], document.problems)
        case .rules(let shape):
            let document = ConfigurationDocument(rules: text, as: shape, place: place)
            return (document.values[shape.list], document.problems)
        }
    }
}
