import Foundation
import Scaffolding
import Storage

/// Where the first configuration is written.
public struct InitialConfigurationFile: Sendable {
    let file: URL
    /// Whether what is there may go.
    let isReplacing: Bool

    public init(path: String, isReplacing: Bool) {
        file = URL(filePath: path).absoluteURL.resolvingSymlinksInPath()
        self.isReplacing = isReplacing
    }

    private var exists: Bool { FileManager.default.fileExists(atPath: file.path) }

    /// - Throws: ``StartFailure`` where it may not be written.
    public func check() throws {
        guard exists, !isReplacing else { return }
        throw StartFailure(
            "\(file.path) exists already.",
            whatToDo:
                "Change it as you like. With --replace it is written anew; only its App (or token and secrets) is kept."
        )
    }

    /// Writes it, for this user only.
    public func write(_ initial: InitialConfiguration) throws {
        try check()
        try initial.check()
        do {
            try PrivateText(file).write(try text(initial), replacing: isReplacing)
        } catch let failure as PrivateText.Failure {
            throw StartFailure(
                "\(failure.file) cannot be written: \(failure.reason).",
                whatToDo: "Create the folder and make it writable for this user, or name another place with --config.")
        }
    }

    private func text(_ initial: InitialConfiguration) throws -> String {
        guard exists else { return initial.text }
        let before: String
        do {
            before = try String(contentsOf: file, encoding: .utf8)
        } catch {
            throw StartFailure(
                "\(file.path) cannot be read: \(error.localizedDescription) So its App could not be kept.",
                whatToDo: "Make it readable for this user, or name another one with --config.")
        }
        var kept = ConfigurationEdit.credentialKeys
        if initial.place == nil { kept += ["api", "web"] }
        let entries = ConfigurationEdit(text: before, fileName: file.lastPathComponent).entries(of: kept)
        return try ConfigurationEdit(text: initial.text, fileName: file.lastPathComponent)
            .setting(entries, removing: [])
    }
}

extension InitialConfiguration {
    /// - Throws: ``StartFailure``, ``ConfigurationProblems`` for an answer that cannot be used.
    func check() throws {
        try organization.map(AppChoices.check)
        var flags: [String: String] = [:]
        flags["cluster.domain"] = domain
        flags["cluster.clusterIssuer"] = clusterIssuer
        let problems = try Configuration.draft(file: nil, flags: flags).problems.filter { problem in
            flags.keys.contains { problem.place == "--\($0)" }
        }
        guard problems.isEmpty else { throw ConfigurationProblems(problems) }
        let library = try? templates.map(TemplateLibrary.init) ?? Configuration.installedTemplates()
        guard let library else { return }
        _ = try library.template(named: template)
    }
}
