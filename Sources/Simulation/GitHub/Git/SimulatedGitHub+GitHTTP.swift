import Foundation

/// Git's smart HTTP protocol, version 0: who may use it, and its reading side.
/// https://git-scm.com/docs/http-protocol and https://git-scm.com/docs/pack-protocol
extension SimulatedGitHub {
    /// Answers what git asks; `nil` for other paths.
    func answerGit(_ request: APIRequest) -> APIAnswer? {
        let parts = request.path.split(separator: "/").map { $0.removingPercentEncoding ?? String($0) }
        guard parts.count >= 3 else { return nil }
        let fullName = "\(parts[0])/\(parts[1].hasSuffix(".git") ? String(parts[1].dropLast(4)) : parts[1])"
        let isAdvertisement = Array(parts.dropFirst(2)) == ["info", "refs"]
        let isPack = Array(parts.dropFirst(2)) == ["git-upload-pack"]
        let isPush = Array(parts.dropFirst(2)) == ["git-receive-pack"]
        guard isAdvertisement || isPack || isPush else { return nil }
        let basic = Self.basicCredentials(request.headers["authorization"])
        switch gitAccess(fullName, password: basic?.password) {
        case .unauthorized: return gitRefusal(401, "Repository not found.")
        case .badCredentials: return gitRefusal(401, "Invalid username or token.")
        case .forbidden: return gitRefusal(403, "Write access to repository not granted.")
        case .notFound: return gitRefusal(404, "Repository not found.")
        case .moved(let name):
            return APIAnswer(
                status: 301, headers: ["Location": "\(baseURL)/\(name).git/info/refs?\(request.headers["?"] ?? "")"])
        case .granted(let repository):
            if isPush || request.query["service"] == "git-receive-pack" {
                guard let grant = pushGrant(request) else { return gitRefusal(401, "Repository not found.") }
                guard covers(grant, repository), grant.allows("contents", .write), !repository.isArchived else {
                    return gitRefusal(403, "Permission to \(repository.fullName).git denied to \(grant.login).")
                }
                return isPush ? receivePack(repository, request, grant) : advertiseForPush(repository)
            }
            return isAdvertisement ? advertise(repository) : uploadPack(repository, request)
        }
    }

    enum GitAccess {
        case granted(Repository)
        case moved(String)
        case unauthorized, badCredentials, forbidden, notFound
    }

    /// GitHub's answers to git over HTTPS: 401 without credentials, 404 for what they do not show.
    func gitAccess(_ fullName: String, password: String?) -> GitAccess {
        let repository = repositoryNames[fullName.lowercased()].flatMap { repositories[$0] }
        var grant: TokenGrant?
        if let password, !password.isEmpty {
            guard let found = grants[password], found.expiresAt.map({ $0 > now }) ?? true else {
                return .badCredentials
            }
            grant = found
        }
        guard let repository else { return grant == nil ? .unauthorized : .notFound }
        if repository.isPrivate {
            guard let grant else { return .unauthorized }
            if case .installation(let id) = grant.kind, installations[id]?.suspendedAt != nil { return .forbidden }
            guard covers(grant, repository) else { return .notFound }
            guard grant.allows("contents", .read) else { return .forbidden }
        }
        return repository.fullName.lowercased() == fullName.lowercased()
            ? .granted(repository) : .moved(repository.fullName)
    }

    private func gitRefusal(_ status: Int, _ message: String) -> APIAnswer {
        var headers = ["Content-Type": "text/plain; charset=UTF-8"]
        if status == 401 { headers["WWW-Authenticate"] = "Basic realm=\"GitHub\"" }
        return APIAnswer(status: status, headers: headers, body: Data(message.utf8))
    }

    private func advertise(_ repository: Repository) -> APIAnswer {
        var body = PacketLines()
        body.add("# service=git-upload-pack\n")
        body.flush()
        let head = "refs/heads/\(repository.defaultBranch)"
        let capabilities =
            "shallow side-band-64k no-progress symref=HEAD:\(head) agent=simulated-github object-format=sha1"
        var refs = repository.git.refs.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        if let id = repository.git.refs[head] { refs.insert(("HEAD", id), at: 0) }
        if refs.isEmpty { refs = [("capabilities^{}", String(repeating: "0", count: 40))] }
        for (index, (name, id)) in refs.enumerated() {
            body.add(index == 0 ? "\(id) \(name)\0\(capabilities)\n" : "\(id) \(name)\n")
        }
        body.flush()
        return APIAnswer(
            headers: [
                "Content-Type": "application/x-git-upload-pack-advertisement", "Cache-Control": "no-cache",
            ], body: body.data)
    }

    private func uploadPack(_ repository: Repository, _ request: APIRequest) -> APIAnswer {
        var body = request.body
        if request.headers["content-encoding"] == "gzip" {
            guard let plain = try? Inflate.gunzip(body) else { return gitRefusal(400, "The request is not gzip.") }
            body = plain
        }
        let wish = FetchWish(PacketLines.decode(body))
        guard wish.wanted.allSatisfy({ repository.git.object($0, kind: .commit) != nil }) else {
            return gitAnswer { $0.add("ERR upload-pack: not our ref\n") }
        }
        let known = wish.have.filter { repository.git.object($0, kind: .commit) != nil }
        let (ids, shallow) = repository.git.closure(wanted: wish.wanted, known: known, depth: wish.depth)
        return gitAnswer { body in
            if wish.depth != nil {
                for id in shallow { body.add("shallow \(id)\n") }
                body.flush()
            }
            guard wish.isDone || wish.depth == nil || !wish.have.isEmpty else { return }
            body.add(known.first.map { "ACK \($0)\n" } ?? "NAK\n")
            guard wish.isDone else { return }
            let pack = GitPack.encode(ids.compactMap { repository.git.objects[$0] })
            body.addPack(pack, isSideBand: wish.usesSideBand)
        }
    }

    private func gitAnswer(_ build: (inout PacketLines) -> Void) -> APIAnswer {
        var body = PacketLines()
        build(&body)
        return APIAnswer(
            headers: ["Content-Type": "application/x-git-upload-pack-result", "Cache-Control": "no-cache"],
            body: body.data)
    }
}
