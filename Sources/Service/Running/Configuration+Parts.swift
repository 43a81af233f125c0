import Automations
import Foundation
import GitHubAPI
import KubernetesAPI
import Logging
import Scaffolding

extension Configuration {
    /// Who may use the API; the token is made where none is given.
    /// - Throws: ``StartFailure``
    func apiTokens(logger: Logger) throws -> APITokens {
        APITokens(
            try api.token ?? APITokenFile(dataFolder: data).token(logger: logger), reading: api.readToken)
    }

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
        if let address = options.addressPatience { settings.patience.address = address }
        if let grace = options.cleanUp.grace { settings.cleanUp.shorten(to: grace) }
        return settings
    }

    /// What requests the addresses of environments; nil where that is switched off.
    func addressProbe(_ options: ServiceOptions) -> AddressProbe? {
        guard let reachability else { return nil }
        var probe = AddressProbe(allowed: reachability.allowed, proxies: proxies)
        if let place = options.everyName {
            probe.lookUp = { _, _ in try NameLookUp.fixed(place) }
            probe.limit = .seconds(60)
        }
        return probe
    }

    /// The way to the cluster: through the proxy of the kubeconfig, else through Slipway's. From inside the cluster its address
    /// leads nowhere else, so that no proxy is in between.
    /// - Throws: ``StartFailure``
    public func clusterConfiguration() throws -> ClusterConfiguration {
        try StartFailure.translating {
            var way = try ClusterConfiguration.load(kubeconfig: kubeconfig, context: kubeconfigContext)
            if kubeconfig != nil, way.proxyURL == nil {
                way.proxyURL = proxies.server(for: way.server)?.addressWithLogin
            }
            return way
        }
    }

    /// - Throws: `GitHubClient.Configuration.UnusableAddress`
    func gitHubConfiguration() throws -> GitHubClient.Configuration {
        var configuration = try GitHubClient.Configuration(api: github.api)
        configuration.proxy = proxies.server(for: github.api)?.place
        return configuration
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
