import Foundation

extension SimulatedGitHub: ImageRegistry {
    /// Puts an image into the registry, as a workflow or `docker push` would.
    /// - Parameter name: with or without the host, such as `ghcr.io/acme/web-shop`.
    public func publishImage(_ name: String, tag: String, revision: String = "", isPrivate: Bool = false) {
        store(name: imageName(name), tag: tag, revision: revision, repositoryID: nil, isPrivate: isPrivate)
    }

    public func deleteImage(_ name: String, tag: String) { images[imageName(name)]?[tag] = nil }

    /// The tags of an image with their digests.
    public func tags(of name: String) -> [String: String] { images[imageName(name)]?.mapValues(\.digest) ?? [:] }

    /// The images a successful build of a commit pushes: the full SHA, and `latest`.
    func publishImages(of commit: String, in repository: Repository) {
        let name = builtImage(of: commit, in: repository) ?? repository.fullName.lowercased()
        for tag in [commit, "latest"] {
            store(
                name: name, tag: tag, revision: commit, repositoryID: repository.id, isPrivate: repository.isPrivate)
        }
    }

    /// The `IMAGE` that the workflow names, if it is of this registry; it keeps the name that the repository had before.
    private func builtImage(of commit: String, in repository: Repository) -> String? {
        guard let tree = repository.git.commit(commit)?.tree,
            let workflow = repository.git.files(inTree: tree)[options.workflowPath],
            let text = repository.git.objects[workflow.id].map({ String(decoding: $0.bytes, as: UTF8.self) }),
            let named = text.firstMatch(of: /(?m)^\s*IMAGE: "?([^"\s]+)"?\s*$/)?.1, named.hasPrefix(registryHost + "/")
        else { return nil }
        return imageName(String(named))
    }

    private func store(name: String, tag: String, revision: String, repositoryID: Int?, isPrivate: Bool) {
        images[name, default: [:]][tag] = SimulatedImage(
            name: name, tag: tag, revision: revision, repositoryID: repositoryID, isPrivate: isPrivate)
        let repository = repositoryID.flatMap { repositories[$0] }
        record(.imagePushed, repository, "\(registryHost)/\(name):\(tag)", by: "actions")
    }

    private func imageName(_ name: String) -> String {
        let prefix = registryHost + "/"
        return (name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name).lowercased()
    }

    /// What a kubelet would find, with the credentials of its pull secret.
    public func lookUp(image: String, username: String?, password: String?) async -> ImageLookup {
        let name = String(image.prefix { $0 != "@" })
        // A colon before the last slash is that of a port.
        let lastPart = name.split(separator: "/").last ?? ""
        guard let colon = lastPart.firstIndex(of: ":") else {
            return access(to: imageName(name), tag: "latest", token: password)
        }
        let tag = lastPart[lastPart.index(after: colon)...]
        return access(to: imageName(String(name.dropLast(tag.count + 1))), tag: String(tag), token: password)
    }

    private func access(to name: String, tag: String, token: String?) -> ImageLookup {
        let grant = token.flatMap { grants[$0] }
        if token != nil, grant == nil { return .denied }
        let isPrivate = images[name]?.values.contains(where: \.isPrivate) ?? true
        if isPrivate {
            guard let grant else { return .unauthorized }
            guard mayPull(grant) else { return .denied }
        }
        return images[name]?[tag].map { .found(digest: $0.digest) } ?? .notFound
    }

    /// The registry takes classic tokens with `read:packages` and the token of a workflow. Installation tokens log in,
    /// and may
    /// not pull.
    private func mayPull(_ grant: TokenGrant) -> Bool {
        switch grant.kind {
        case .classic, .actions: grant.allows("packages", .read)
        case .fineGrained, .installation: false
        }
    }

    /// Answers `/token` and `/v2/…`; `nil` for other paths.
    func answerRegistry(_ request: APIRequest) -> APIAnswer? {
        if request.path == "/token" { return registryToken(request) }
        guard request.path == "/v2/" || request.path == "/v2" || request.path.hasPrefix("/v2/") else { return nil }
        let bearer = request.headers["authorization"].flatMap {
            $0.lowercased().hasPrefix("bearer ") ? $0.dropFirst(7) : nil
        }
        let parts = request.path.dropFirst("/v2/".count).split(separator: "/").map(String.init)
        guard let bearer else { return challenge(parts.dropLast(2).joined(separator: "/")) }
        guard let decoded = Data(base64Encoded: String(bearer)).map({ String(decoding: $0, as: UTF8.self) }) else {
            return challenge(parts.dropLast(2).joined(separator: "/"))
        }
        guard parts.count >= 3, ["GET", "HEAD"].contains(request.method) else {
            return parts.isEmpty
                ? APIAnswer([:]) : registryError(404, "NAME_UNKNOWN", "repository name not known to registry")
        }
        return manifest(
            parts.dropLast(2).joined(separator: "/"), kind: parts[parts.count - 2], tag: parts[parts.count - 1],
            token: decoded == "anonymous" ? nil : decoded)
    }

    private func registryToken(_ request: APIRequest) -> APIAnswer {
        let given = Self.basicCredentials(request.headers["authorization"])?.password
        let scope = request.query["scope"]?.split(separator: ":").map(String.init) ?? []
        let name = scope.count == 3 ? scope[1] : ""
        let isPublic = images[name]?.values.contains { !$0.isPrivate } ?? false
        if let given, grants[given] == nil { return registryError(403, "DENIED", "denied") }
        guard given != nil || isPublic || name.isEmpty else {
            return registryError(401, "UNAUTHORIZED", "authentication required")
        }
        let token = Data((given ?? "anonymous").utf8).base64EncodedString()
        return APIAnswer(["token": .string(token), "access_token": .string(token), "expires_in": 300])
    }

    private func manifest(_ name: String, kind: String, tag: String, token: String?) -> APIAnswer {
        guard kind == "manifests" else { return registryError(404, "BLOB_UNKNOWN", "blob unknown to registry") }
        let byDigest = images[name]?.first { $0.value.digest == tag }?.key
        switch access(to: name, tag: byDigest ?? tag, token: token) {
        case .unauthorized: return challenge(name)
        case .denied: return registryError(403, "DENIED", "requested access to the resource is denied")
        case .notFound: return registryError(404, "MANIFEST_UNKNOWN", "manifest unknown")
        case .found(let digest):
            return APIAnswer(
                headers: ["Content-Type": SimulatedImage.mediaType, "Docker-Content-Digest": digest],
                body: images[name]?[byDigest ?? tag]?.manifest ?? Data())
        }
    }

    private func challenge(_ name: String) -> APIAnswer {
        var answer = registryError(401, "UNAUTHORIZED", "authentication required")
        let scope = name.isEmpty ? "" : ",scope=\"repository:\(name):pull\""
        answer.headers["WWW-Authenticate"] =
            "Bearer realm=\"\(baseURL)/token\",service=\"\(registryHost)\"\(scope)"
        return answer
    }

    private func registryError(_ status: Int, _ code: String, _ message: String) -> APIAnswer {
        APIAnswer(["errors": [["code": .string(code), "message": .string(message)]]], status: status)
    }
}
