/// Where the simulated kubelet looks images up. The simulated GitHub is one, for the images its workflows pushed.
public protocol ImageRegistry: Sendable {
    /// Whether the image can be pulled with these credentials.
    /// - Parameter image: as in a pod, such as `ghcr.io/acme/web-shop:3f2a1bc`.
    func lookUp(image: String, username: String?, password: String?) async -> ImageLookup
}

/// What a registry says of an image.
public enum ImageLookup: Sendable, Hashable {
    /// It exists and may be pulled; the digest is `sha256:…`.
    case found(digest: String)
    /// There is no such tag, or no such image.
    case notFound
    /// The image is private and no credentials were given.
    case unauthorized
    /// The credentials were refused, or do not allow it.
    case denied
}
