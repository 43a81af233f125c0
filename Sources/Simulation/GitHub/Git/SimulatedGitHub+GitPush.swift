import Foundation

/// The writing side of git's smart HTTP protocol, version 0, with what `git push` needs of it.
extension SimulatedGitHub {
    /// A wish to set, move or delete a ref.
    struct RefWish {
        let ref: String
        /// Where the client saw it; nil: nowhere.
        let old: String?
        /// nil: it is to be deleted.
        let new: String?

        /// `<old> <new> <ref>`, then capabilities behind a NUL.
        init?(_ line: String) {
            let words = line.prefix { $0 != "\0" }.split(separator: " ").map(String.init)
            guard words.count == 3 else { return nil }
            let none = String(repeating: "0", count: 40)
            (old, new) = (words[0] == none ? nil : words[0], words[1] == none ? nil : words[1])
            ref = words[2]
        }
    }

    /// What a token needs to push: GitHub asks everyone who they are.
    func pushGrant(_ request: APIRequest) -> TokenGrant? {
        Self.basicCredentials(request.headers["authorization"]).flatMap { grants[$0.password] }
    }

    func advertiseForPush(_ repository: Repository) -> APIAnswer {
        var body = PacketLines()
        body.add("# service=git-receive-pack\n")
        body.flush()
        // Differences by offset are not offered, so git names their base by its id; and it sends the base, too.
        let capabilities = "report-status delete-refs no-thin agent=simulated-github object-format=sha1"
        var refs = repository.git.refs.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        if refs.isEmpty { refs = [("capabilities^{}", String(repeating: "0", count: 40))] }
        for (index, (name, id)) in refs.enumerated() {
            body.add(index == 0 ? "\(id) \(name)\0\(capabilities)\n" : "\(id) \(name)\n")
        }
        body.flush()
        return answer(body, "advertisement")
    }

    /// Takes objects and moves refs, as a person's push does: hooks are told and workflows start.
    func receivePack(_ repository: Repository, _ request: APIRequest, _ grant: TokenGrant) -> APIAnswer {
        let isCompressed = request.headers["content-encoding"] == "gzip"
        let content = isCompressed ? (try? Inflate.gunzip(request.body)) ?? Data() : request.body
        let (lines, pack) = PacketLines.split(content)
        let wishes = lines.compactMap(RefWish.init)
        var body = PacketLines()
        guard !wishes.isEmpty else { return answer(body, "result") }
        do {
            try unpack(pack, into: repository, by: grant.word)
            body.add("unpack ok\n")
        } catch {
            body.add("unpack \(error)\n")
        }
        for wish in wishes {
            let refusal = take(wish, in: repository, as: grant)
            body.add(refusal.map { "ng \(wish.ref) \($0)\n" } ?? "ok \(wish.ref)\n")
        }
        body.flush()
        return answer(body, "result")
    }

    private func unpack(_ pack: Data, into repository: Repository, by word: String) throws {
        // A push that only deletes sends none.
        guard !pack.isEmpty else { return }
        for object in try GitPackReader.read(pack, known: { repository.git.objects[$0] }) {
            let (id, isNew) = repository.git.add(object)
            if isNew, object.kind == .commit { record(.commitCreated, repository, id, by: word) }
        }
    }

    /// - Returns: why not; nil when it is done.
    private func take(_ wish: RefWish, in repository: Repository, as grant: TokenGrant) -> String? {
        guard repository.git.refs[wish.ref] == wish.old else { return "fetch first" }
        if let new = wish.new, repository.git.object(new, kind: .commit) == nil { return "missing necessary objects" }
        let isForced = isForced(wish, in: repository)
        move(wish.ref, of: repository, to: wish.new, isForced: isForced, as: grant.login, word: grant.word)
        return nil
    }

    private func isForced(_ wish: RefWish, in repository: Repository) -> Bool {
        guard let old = wish.old, let new = wish.new else { return false }
        return !repository.git.isAncestor(old, of: new)
    }

    private func answer(_ body: PacketLines, _ kind: String) -> APIAnswer {
        APIAnswer(
            headers: ["Content-Type": "application/x-git-receive-pack-\(kind)", "Cache-Control": "no-cache"],
            body: body.data)
    }
}
