import Foundation

extension SimulatedGitHub: SourceFetching {
    /// The head of a branch and its files, for whoever has the credentials. Failures read like those of Flux's source-
    /// controller,
    /// which are go-git's words for GitHub's status codes.
    public func fetchSource(_ request: SourceRequest) async throws(SourceFailure) -> SourceSnapshot {
        let prefix = "failed to checkout and determine revision: unable to clone '\(request.url)': "
        guard let fullName = Self.fullName(in: request.url, below: baseURL) else {
            throw SourceFailure(message: prefix + "repository not found")
        }
        if let reason = fetchFailures[fullName.lowercased()] { throw SourceFailure(message: prefix + reason) }
        let access = gitAccess(fullName, password: request.password)
        switch access {
        case .unauthorized: throw SourceFailure(message: prefix + "authentication required: Repository not found.")
        case .badCredentials:
            throw SourceFailure(message: prefix + "authentication required: Invalid username or token.")
        case .forbidden: throw SourceFailure(message: prefix + "authorization failed")
        case .notFound: throw SourceFailure(message: prefix + "repository not found: Repository not found.")
        case .moved(let name): return try snapshot(of: repositoryNames[name.lowercased()], request, prefix)
        case .granted(let repository): return try snapshot(of: repository.id, request, prefix)
        }
    }

    /// From now on Flux cannot fetch a repository; with `nil` it can again.
    public func failFetches(of fullName: String, because reason: String?) {
        fetchFailures[fullName.lowercased()] = reason
    }

    public func endFetchFailures() { fetchFailures = [:] }

    private func snapshot(
        of id: Int?, _ request: SourceRequest, _ prefix: String
    ) throws(SourceFailure) -> SourceSnapshot {
        guard let repository = id.flatMap({ repositories[$0] }) else {
            throw SourceFailure(message: prefix + "repository not found")
        }
        guard !repository.git.isEmpty else {
            throw SourceFailure(message: prefix + "remote repository is empty")
        }
        let ref = "refs/heads/\(request.branch)"
        guard let commit = repository.git.refs[ref], let tree = repository.git.commit(commit)?.tree else {
            throw SourceFailure(message: prefix + "couldn't find remote ref \"\(ref)\"")
        }
        let files = repository.git.files(inTree: tree).mapValues { repository.git.objects[$0.id]?.bytes ?? Data() }
        return SourceSnapshot(commit: commit, files: files)
    }

    /// `acme/web-shop` of `http://127.0.0.1:1234/acme/web-shop.git`.
    private static func fullName(in url: String, below base: String) -> String? {
        guard let parts = URLComponents(string: url), let host = parts.host, let port = parts.port,
            base.hasSuffix("//\(host):\(port)")
        else { return nil }
        let path = parts.path.split(separator: "/").map(String.init)
        guard path.count == 2 else { return nil }
        return "\(path[0])/\(path[1].hasSuffix(".git") ? String(path[1].dropLast(4)) : path[1])"
    }
}
