import ArgumentParser
import Foundation
import Service
import Storage

/// Where the configuration comes from; the same for every command that needs one.
struct SettingsOptions: ParsableArguments {
    @Option(help: "The configuration. Default: SLIPWAY_CONFIG, else slipway.yaml if there is one here.")
    var config: String?

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp("Sets a key of the configuration, such as github.api=https://…", valueName: "key=value"))
    var set: [String] = []

    func load(flags: [String: String?] = [:]) throws -> Configuration {
        try Configuration.load(file: file, environment: Self.environment, flags: try all(flags))
    }

    /// The same with everything that is wrong with it.
    func draft() throws -> ConfigurationDraft {
        try Configuration.draft(file: file, environment: Self.environment, flags: try all([:]))
    }

    /// The same where there need not be a file yet.
    func draftIfAny() throws -> ConfigurationDraft {
        let exists = file.map { FileManager.default.fileExists(atPath: $0) } ?? false
        return try Configuration.draft(
            file: exists ? file : nil, environment: Self.environment, flags: try all([:]))
    }

    /// Where the configuration is, or is to be.
    var place: String { file ?? "slipway.yaml" }

    /// A variable would win over what a command writes into the file.
    /// - Throws: ``StartFailure``
    func refuseVariables(of keys: String...) throws {
        guard let name = Configuration.variables(of: keys).first(where: { Self.environment[$0]?.isEmpty == false })
        else { return }
        throw StartFailure(
            "the environment variable \(name) is set, and would win over what is written to \(place).",
            whatToDo: "Remove it, and run this again.")
    }

    /// The folder of the database, for commands that only look into it.
    func dataFolder() throws -> URL {
        URL(filePath: try Configuration.dataFolder(file: file, environment: Self.environment, flags: try all([:])))
    }

    private static var environment: [String: String] { ProcessInfo.processInfo.environment }

    var file: String? {
        if let config { return config }
        if let named = Self.environment["SLIPWAY_CONFIG"], !named.isEmpty { return named }
        return FileManager.default.fileExists(atPath: "slipway.yaml") ? "slipway.yaml" : nil
    }

    private func all(_ flags: [String: String?]) throws -> [String: String] {
        var all: [String: String] = [:]
        for pair in set {
            guard let equals = pair.firstIndex(of: "=") else {
                throw ValidationError("--set needs KEY=VALUE, such as --set comments=failures; it was \"\(pair)\".")
            }
            all[String(pair[..<equals])] = String(pair[pair.index(after: equals)...])
        }
        return all.merging(flags.compactMapValues { $0 }) { $1 }
    }
}
