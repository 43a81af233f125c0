import Foundation
import Yams

extension Kubeconfig {
    /// Splits a list as in `KUBECONFIG`: files separated by colons.
    public static func files(in list: String) -> [String] {
        list.split(separator: ":").map(String.init)
    }

    /// Reads and merges files as kubectl does: the first to name a cluster, user, context or current context wins; of
    /// several files those that do not exist are skipped.
    ///
    /// - Throws: ``ClusterConfigurationError``.
    public static func load(files: [String], home: String? = homeDirectory) throws -> Kubeconfig {
        var merged = Kubeconfig()
        for file in files.map({ expanded($0, home: home) }) {
            if files.count > 1, !FileManager.default.fileExists(atPath: file) { continue }
            merged.merge(try read(file), from: file)
        }
        guard !merged.files.isEmpty else {
            let named = files.isEmpty ? "none is named" : "none of these exists: \(files.joined(separator: ", "))"
            throw ClusterConfigurationError(
                "There is no kubeconfig: \(named).", whatToDo: "Set the path of a kubeconfig that this user can read.")
        }
        return merged
    }

    /// The home directory of this process's user.
    public static var homeDirectory: String? { ProcessInfo.processInfo.environment["HOME"] }

    /// `~` and `~/…` start in the home directory.
    static func expanded(_ path: String, home: String?) -> String {
        guard let home, path == "~" || path.hasPrefix("~/") else { return path }
        return home + path.dropFirst()
    }

    private static func read(_ file: String) throws -> KubeconfigFile {
        let text = try readText(file, what: "the kubeconfig")
        guard !text.allSatisfy(\.isWhitespace) else { return KubeconfigFile() }
        do {
            return try YAMLDecoder().decode(KubeconfigFile.self, from: text)
        } catch {
            throw ClusterConfigurationError(
                "The kubeconfig \(file) is not valid: \(yamlReason(error)).", whatToDo: "Correct the file.")
        }
    }

    /// Where the file is wrong. The text around the place is left out: it may hold a token.
    private static func yamlReason(_ error: any Error) -> String {
        switch error {
        case YamlError.scanner(_, let problem, let mark, _), YamlError.parser(_, let problem, let mark, _),
            YamlError.composer(_, let problem, let mark, _):
            return "\(problem), line \(mark.line), column \(mark.column)"
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context),
            DecodingError.keyNotFound(_, let context), DecodingError.dataCorrupted(let context):
            let path = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }
            return "wrong or missing value at \(path.isEmpty ? "the top" : path.joined(separator: "."))"
        default:
            return "it is not YAML"
        }
    }

    private mutating func merge(_ other: KubeconfigFile, from file: String) {
        files.append(file)
        if currentContext == nil, let name = other.currentContext, !name.isEmpty { currentContext = name }
        for entry in other.clusters ?? [] where clusters[entry.name] == nil {
            clusters[entry.name] = Entry(value: entry.cluster ?? Cluster(), file: file)
        }
        for entry in other.users ?? [] where users[entry.name] == nil {
            users[entry.name] = Entry(value: entry.user ?? User(), file: file)
        }
        for entry in other.contexts ?? [] where contexts[entry.name] == nil {
            contexts[entry.name] = Entry(value: entry.context ?? Context(), file: file)
        }
    }
}

/// Reads a file of the way to the cluster.
///
/// - Parameter what: what the file is, such as "the kubeconfig".
func readText(_ path: String, what: String) throws -> String {
    do {
        return try String(contentsOfFile: path, encoding: .utf8)
    } catch {
        let reason = FileManager.default.fileExists(atPath: path) ? "it cannot be read as text" : "it does not exist"
        throw ClusterConfigurationError(
            "Cannot read \(what) \(path): \(reason).",
            whatToDo: "Check the path and that this user may read the file.")
    }
}
