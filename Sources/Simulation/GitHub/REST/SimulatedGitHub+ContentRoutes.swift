import Foundation

extension SimulatedGitHub {
    struct PersonInput: Decodable {
        let name: String
        let email: String
        let date: String?
    }

    private struct PutContent: Decodable {
        let message: String
        let content: String
        let branch: String?
        let sha: String?
        let author: PersonInput?
        let committer: PersonInput?
    }

    /// Creates or updates one file, as one commit. The way to a first commit in an empty repository.
    func putContent(_ request: APIRequest) throws(APIFailure) -> APIAnswer {
        let repository = try repository(request)
        let input = try request.decode(PutContent.self)
        let path = request["path"]
        guard let content = Data(base64Encoded: input.content, options: .ignoreUnknownCharacters) else {
            throw .unprocessable("content is not valid Base64")
        }
        try checkWorkflowPermission([path], request)
        let branch = input.branch ?? repository.defaultBranch
        let ref = "refs/heads/\(branch)"
        let parent = repository.git.refs[ref]
        guard parent != nil || repository.git.isEmpty else {
            throw APIFailure(status: 404, message: "Branch \(branch) not found")
        }
        let existing = parent.flatMap { repository.git.commit($0) }.flatMap {
            repository.git.files(inTree: $0.tree)[path]
        }
        try checkReplaced(existing?.id, input.sha, path)
        let committer = try signature(input.committer ?? input.author, request)
        let commit = addCommit(
            to: repository, on: parent, files: [path: GitFile(content)], deleting: [], message: input.message,
            author: try signature(input.author ?? input.committer, request), committer: committer,
            by: request.caller.word)
        move(ref, of: repository, to: commit, isForced: false, as: login(request), word: request.caller.word)
        guard let written = repository.git.commit(commit) else { throw .notFound }
        let answer: JSONValue = [
            "content": contentJSON(path, at: branch, in: repository, withContent: false) ?? nil,
            "commit": gitCommitJSON(commit, written, in: repository),
        ]
        return APIAnswer(answer, status: existing == nil ? 201 : 200)
    }

    private func checkReplaced(_ existing: String?, _ given: String?, _ path: String) throws(APIFailure) {
        guard let existing else { return }
        guard let given else { throw .unprocessable("Invalid request.\n\n\"sha\" wasn't supplied.") }
        guard given == existing else {
            throw APIFailure(status: 409, message: "\(path) does not match \(given)")
        }
    }

    /// Files below `.github/workflows/` need the `workflows` permission: 403 for Apps and fine-grained tokens, 404 for
    /// classic ones.
    func checkWorkflowPermission(_ paths: some Sequence<String>, _ request: APIRequest) throws(APIFailure) {
        guard paths.contains(where: { $0.hasPrefix(".github/workflows/") }), let grant = request.caller.grant,
            !grant.allows("workflows", .write)
        else { return }
        if grant.kind == .classic { throw .notFound }
        throw APIFailure(
            status: 403, message: grant.refusal,
            headers: ["X-Accepted-GitHub-Permissions": "contents=write,workflows=write"])
    }

    /// The account that acts.
    func login(_ request: APIRequest) -> String { request.caller.grant?.login ?? "ghost" }

    /// The author or committer: as given, else the caller now.
    func signature(_ input: PersonInput?, _ request: APIRequest) throws(APIFailure) -> GitSignature {
        let login = login(request)
        guard let input else {
            return GitSignature(name: login, email: "\(login)@users.noreply.github.com", date: now)
        }
        guard let text = input.date else { return GitSignature(name: input.name, email: input.email, date: now) }
        guard let (date, zone) = GitHubTime.parse(text) else {
            throw .unprocessable("Invalid request.\n\n\(text) is not a valid date-time.")
        }
        return GitSignature(name: input.name, email: input.email, date: date, zone: zone)
    }

    func showReadme(_ request: APIRequest) throws(APIFailure) -> APIAnswer {
        guard let content = contentJSON("README.md", at: request.query["ref"], in: try repository(request)) else {
            throw .notFound
        }
        return APIAnswer(content)
    }

    /// A file with its content, or the list of a folder.
    func showContent(_ request: APIRequest) throws(APIFailure) -> APIAnswer {
        let repository = try repository(request)
        guard !repository.git.isEmpty else { throw APIFailure(status: 404, message: "This repository is empty.") }
        if let ref = request.query["ref"], repository.git.resolve(ref) == nil {
            throw APIFailure(status: 404, message: "No commit found for the ref \(ref)")
        }
        if let file = contentJSON(request["path"], at: request.query["ref"], in: repository) { return APIAnswer(file) }
        let folder = folderJSON(request["path"], at: request.query["ref"], in: repository)
        guard !folder.isEmpty else { throw .notFound }
        return APIAnswer(.array(folder))
    }

    private func entries(at ref: String?, in repository: Repository) -> [String: GitFileEntry] {
        let commit = repository.git.resolve(ref ?? repository.defaultBranch).flatMap { repository.git.commit($0) }
        return commit.map { repository.git.files(inTree: $0.tree) } ?? [:]
    }

    private func contentJSON(
        _ path: String, at ref: String?, in repository: Repository, withContent: Bool = true
    ) -> JSONValue? {
        guard let entry = entries(at: ref, in: repository)[path], let blob = repository.git.objects[entry.id] else {
            return nil
        }
        var object = contentEntry(path, type: "file", sha: entry.id, size: blob.bytes.count, at: ref, in: repository)
        if withContent {
            object["encoding"] = "base64"
            object["content"] = .string(blob.bytes.base64EncodedString(options: .lineLength64Characters) + "\n")
        }
        return object
    }

    private func folderJSON(_ path: String, at ref: String?, in repository: Repository) -> [JSONValue] {
        let prefix = path.isEmpty ? "" : path + "/"
        var found: [String: JSONValue] = [:]
        for (file, entry) in entries(at: ref, in: repository) where file.hasPrefix(prefix) {
            let rest = file.dropFirst(prefix.count).split(separator: "/")
            guard let name = rest.first.map(String.init) else { continue }
            let size = rest.count == 1 ? repository.git.objects[entry.id]?.bytes.count ?? 0 : 0
            found[name] = contentEntry(
                prefix + name, type: rest.count == 1 ? "file" : "dir", sha: entry.id, size: size, at: ref,
                in: repository)
        }
        return found.sorted { $0.key < $1.key }.map(\.value)
    }

    private func contentEntry(
        _ path: String, type: String, sha: String, size: Int, at ref: String?, in repository: Repository
    ) -> JSONValue {
        let url = "\(apiURL)/repos/\(repository.fullName)"
        let branch = ref ?? repository.defaultBranch
        let page = "\(baseURL)/\(repository.fullName)"
        return [
            "name": .string(path.split(separator: "/").last.map(String.init) ?? path), "path": .string(path),
            "sha": .string(sha), "size": .int(size), "type": .string(type),
            "url": .string("\(url)/contents/\(path)?ref=\(branch)"),
            "html_url": .string("\(page)/blob/\(branch)/\(path)"), "git_url": .string("\(url)/git/blobs/\(sha)"),
            "download_url": .string("\(page)/raw/\(branch)/\(path)"),
        ]
    }
}
