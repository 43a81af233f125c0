/// The parts of an image in a pod: `ghcr.io/acme/web-shop:3f2a1bc`.
struct ImageName: Sendable, Hashable {
    /// `ghcr.io/acme/web-shop`.
    let repository: String
    /// `3f2a1bc`; `latest` when the image names none.
    let tag: String

    init(_ image: String) {
        let withoutDigest = image.prefix { $0 != "@" }
        let lastSlash = withoutDigest.lastIndex(of: "/") ?? withoutDigest.startIndex
        if let colon = withoutDigest[lastSlash...].lastIndex(of: ":") {
            repository = String(withoutDigest[..<colon])
            tag = String(withoutDigest[withoutDigest.index(after: colon)...])
        } else {
            repository = String(withoutDigest)
            tag = "latest"
        }
    }

    /// `ghcr.io`; `docker.io` when the image names no registry.
    var registry: String {
        let first = repository.split(separator: "/").first.map(String.init) ?? ""
        return repository.contains("/") && (first.contains(".") || first.contains(":")) ? first : "docker.io"
    }

    /// Without the registry: `acme/web-shop`.
    var path: String {
        repository.hasPrefix("\(registry)/") ? String(repository.dropFirst(registry.count + 1)) : repository
    }
}
