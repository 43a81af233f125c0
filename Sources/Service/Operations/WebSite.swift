/// Whether two hosts belong to one owner, as far as their names tell. Pure, and rather too strict than too lax.
enum WebSite {
    /// Hosts whose token server has another name (each registry's own documentation).
    private static let pairs = [
        "registry-1.docker.io": "auth.docker.io", "index.docker.io": "auth.docker.io", "docker.io": "auth.docker.io",
        "registry.gitlab.com": "gitlab.com",
    ]

    /// Below these, everybody can have a name: neighbours are strangers. Those of registries and clouds; for the rest see
    /// ``publicSecond``.
    private static let shared: Set<String> = [
        "azurecr.io", "jfrog.io", "amazonaws.com", "pkg.dev", "gcr.io", "github.io", "gitlab.io", "appspot.com",
        "run.app",
        "cloudfront.net", "azurewebsites.net", "windows.net", "azure.com", "herokuapp.com", "fly.dev", "vercel.app",
        "netlify.app", "pages.dev", "workers.dev", "ngrok.io", "ngrok.app", "trycloudflare.com", "scw.cloud", "ocir.io",
        "aliyuncs.com", "digitaloceanspaces.com", "nip.io", "sslip.io", "svc.cluster.local", "cluster.local", "local",
    ]

    /// Second labels below which a country registers names: `example.co.uk`.
    private static let publicSecond: Set<String> = [
        "ac", "co", "com", "edu", "gob", "gov", "go", "gv", "id", "info", "ltd", "me", "mil", "ne", "net", "nom", "or",
        "org",
        "plc", "sch",
    ]

    static func isSame(_ first: String, _ second: String) -> Bool {
        if first == second { return !first.isEmpty }
        if pairs[first] == second || pairs[second] == first { return true }
        guard let site = registrable(first) else { return false }
        return site == registrable(second)
    }

    /// The part of a name that somebody registered; nil for addresses, and where it cannot be told.
    static func registrable(_ host: String) -> String? {
        let labels = host.lowercased().split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard labels.count >= 2, !labels.contains(""), !host.contains(":"),
            labels.last?.allSatisfy(\.isNumber) == false
        else { return nil }
        for length in stride(from: min(labels.count, 4), through: 1, by: -1)
        where shared.contains(labels.suffix(length).joined(separator: ".")) {
            return labels.count > length ? labels.suffix(length + 1).joined(separator: ".") : nil
        }
        let isCountry = labels[labels.count - 1].count == 2 && publicSecond.contains(labels[labels.count - 2])
        let length = isCountry ? 3 : 2
        return labels.count >= length ? labels.suffix(length).joined(separator: ".") : nil
    }
}
