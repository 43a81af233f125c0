import Automations
import Foundation
import GitHubAPI
import Scaffolding

extension Configuration {
    /// What the automations get: the file's settings, and the options' patience.
    func settings(_ options: ServiceOptions) -> Settings {
        var settings = settings
        if let patience = options.patience {
            settings.patience = Patience(flux: patience.flux, rollout: patience.rollout, recheck: patience.recheck)
        }
        if let rest = options.rest {
            settings.protection.suspendAfter = rest.suspendAfter
            settings.protection.firstRest = rest.first
        }
        return settings
    }

    /// The folder of templates, where every template that a rule names can be used.
    public func templateLibrary() throws -> TemplateLibrary {
        let library = try templates.map(TemplateLibrary.init) ?? Self.installedTemplates()
        for name in Set(settings.rules.map(\.template)).sorted() { _ = try library.template(named: name) }
        return library
    }

    /// The templates that came with this program.
    public static func installedTemplates() throws -> TemplateLibrary {
        try TemplateLibrary.find(
            executable: Bundle.main.executablePath ?? CommandLine.arguments[0],
            workingDirectory: FileManager.default.currentDirectoryPath)
    }
}

extension Configuration.Credential {
    /// - Throws: ``StartFailure`` when the App's key is none.
    func forClient() async throws -> GitHubCredential {
        switch self {
        case .token(let token): return .token(token)
        case .app(let id, let privateKey):
            do {
                return .app(try await GitHubApp(id: String(id), privateKey: privateKey))
            } catch {
                throw StartFailure(
                    "the App's private key is not an RSA key in PEM form.",
                    whatToDo: "Set github.app.privateKeyFile to the .pem file that GitHub made for the App.")
            }
        }
    }
}
