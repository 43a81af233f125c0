import Automations
import Foundation
import Redaction

extension ConfigurationReader {
    /// Where Flux fetches from, and through which proxy.
    /// - Parameter web: where it fetches from without a mirror.
    mutating func source(web: String, proxies: Proxies) -> SourceChoices {
        let mirror = mirror()
        return SourceChoices(mirror: mirror, proxy: sourceProxy(of: mirror?.url ?? web, proxies))
    }

    private mutating func mirror() -> SourceMirror? {
        let login = mirrorLogin()
        let url = parsed(
            "sourceURL",
            "an http or https URL with {owner} and {name} in its path, such as "
                + "https://gitee.com/{owner}/{name}.git, and without a user or a query"
        ) { SourceMirror.isUsable($0) ? $0 : nil }
        if let url { return SourceMirror(url: url, login: login) }
        if values["sourceURL"] == nil, let place = values["sourceUsername"]?.place ?? mirrorPasswordPlace {
            report(place, "a login for the mirror is set, but no mirror.", "Set sourceURL, or remove the login.")
        }
        return nil
    }

    private var mirrorPasswordPlace: ConfigurationPlace? {
        (values["sourcePassword"] ?? values["sourcePasswordFile"])?.place
    }

    /// Public mirrors need none, so user name and password come together or not at all.
    private mutating func mirrorLogin() -> GitLogin? {
        let username = text("sourceUsername")
        let password = secret("sourcePassword", file: "sourcePasswordFile", subject: "the mirror's password")
        if values["sourceUsername"] == nil, let place = mirrorPasswordPlace {
            report(place, "sourceUsername is missing.", "Set it to the owner of the mirror's token.")
        }
        if mirrorPasswordPlace == nil, let place = values["sourceUsername"]?.place {
            report(
                place, "sourcePassword is missing.", "Set sourcePasswordFile to a token that may read the mirror.")
        }
        guard let username, let password else { return nil }
        return GitLogin(username: username, password: password)
    }

    /// The same as Slipway's unless something else is said. One on Slipway's own machine is of no use to Flux.
    private mutating func sourceProxy(of url: String, _ proxies: Proxies) -> SourceProxy? {
        let key = chosen("fluxProxy", "fluxProxyFile") ?? "fluxProxy"
        let text = secret("fluxProxy", file: "fluxProxyFile", subject: "the address of Flux's proxy")
        var proxies = proxies
        switch text?.value {
        case "none": return nil
        case nil, "same":
            guard let server = proxies.server(for: url), !server.isLocal else { return nil }
            return SourceProxy(server)
        case .some:
            guard let text, let server = proxyServer(text, values[key]?.place, named: key) else { return nil }
            (proxies.https, proxies.http) = (server, server)
            return proxies.server(for: url).map(SourceProxy.init)
        }
    }
}

extension SourceProxy {
    init(_ server: ProxyServer) {
        self.init(address: server.address, username: server.username, password: server.password)
    }
}
