import Foundation

extension SimulatedGitHub {
    /// The repository, if it has commits: the Git Data API does not work on empty ones.
    private func filled(_ request: APIRequest) throws(APIFailure) -> Repository {
        let repository = try repository(request)
        guard !repository.git.isEmpty else { throw .emptyRepository }
        return repository
    }

    private func gitURL(_ repository: Repository, _ kind: String, _ id: String) -> JSONValue {
        .string("\(apiURL)/repos/\(repository.fullName)/git/\(kind)/\(id)")
    }

    private struct BlobInput: Decodable {
        let content: String
        let encoding: String?
    }

    func createBlob(_ request: APIRequest) throws(APIFailure) -> APIAnswer {
        let repository = try filled(request)
        let input = try request.decode(BlobInput.self)
        var content = Data(input.content.utf8)
        if input.encoding == "base64" {
            guard let decoded = Data(base64Encoded: input.content, options: .ignoreUnknownCharacters) else {
                throw .unprocessable("content is not valid Base64")
            }
            content = decoded
        }
        let id = repository.git.add(GitObject(kind: .blob, bytes: content)).id
        return APIAnswer(["sha": .string(id), "url": gitURL(repository, "blobs", id)], status: 201)
    }

    func showBlob(_ request: APIRequest) throws(APIFailure) -> APIAnswer {
        let repository = try filled(request)
        let id = request["sha"]
        guard let blob = repository.git.object(id, kind: .blob) else { throw .notFound }
        return APIAnswer([
            "sha": .string(id), "node_id": nodeID("Blob", repository.id), "size": .int(blob.bytes.count),
            "url": gitURL(repository, "blobs", id), "encoding": "base64",
            "content": .string(blob.bytes.base64EncodedString(options: .lineLength64Characters) + "\n"),
        ])
    }

    private struct TreeInput: Decodable {
        struct Entry: Decodable {
            let path: String
            let mode: String
            let type: String?
            let content: String?
            let sha: String?
        }

        let tree: [Entry]
        let baseTree: String?

        enum CodingKeys: String, CodingKey {
            case tree
            case baseTree = "base_tree"
        }
    }

    func createTree(_ request: APIRequest) throws(APIFailure) -> APIAnswer {
        let repository = try filled(request)
        let input = try request.decode(TreeInput.self)
        guard !input.tree.isEmpty else { throw .unprocessable("Invalid tree info") }
        try checkWorkflowPermission(input.tree.map(\.path), request)
        var files: [String: GitFileEntry] = [:]
        if let base = input.baseTree {
            guard let tree = repository.git.commit(base)?.tree ?? repository.git.object(base, kind: .tree)?.id else {
                throw .unprocessable("base_tree is not a valid tree oid")
            }
            files = repository.git.files(inTree: tree)
        }
        for entry in input.tree { try add(entry, to: &files, in: repository) }
        let id = repository.git.writeTree(files)
        return APIAnswer(treeJSON(id, in: repository, isRecursive: false), status: 201)
    }

    /// A blob by content or by SHA, a whole folder by SHA; `sha: null` removes.
    private func add(
        _ entry: TreeInput.Entry, to files: inout [String: GitFileEntry], in repository: Repository
    ) throws(APIFailure) {
        guard ["100644", "100755", "040000", "120000", "160000"].contains(entry.mode), !entry.path.isEmpty,
            !entry.path.hasPrefix("/"), !entry.path.split(separator: "/").contains("..")
        else { throw .unprocessable("tree.path contains a malformed path component") }
        if let content = entry.content {
            let id = repository.git.add(GitObject(kind: .blob, bytes: Data(content.utf8))).id
            files[entry.path] = GitFileEntry(mode: entry.mode, id: id)
        } else if let sha = entry.sha {
            guard let object = repository.git.objects[sha] else {
                throw .unprocessable("tree.sha \(sha) is not a valid \(entry.type ?? "blob")")
            }
            if object.kind == .tree {
                for (path, file) in repository.git.files(inTree: sha) { files["\(entry.path)/\(path)"] = file }
            } else {
                files[entry.path] = GitFileEntry(mode: entry.mode, id: sha)
            }
        } else {
            files = files.filter { $0.key != entry.path && !$0.key.hasPrefix(entry.path + "/") }
        }
    }

    func showTree(_ request: APIRequest) throws(APIFailure) -> APIAnswer {
        let repository = try filled(request)
        let name = request["sha"]
        let id =
            repository.git.object(name, kind: .tree)?.id
            ?? repository.git.resolve(name).flatMap { repository.git.commit($0)?.tree }
        guard let id else { throw .notFound }
        return APIAnswer(treeJSON(id, in: repository, isRecursive: request.query["recursive"] != nil))
    }

    private func treeJSON(_ id: String, in repository: Repository, isRecursive: Bool) -> JSONValue {
        [
            "sha": .string(id), "url": gitURL(repository, "trees", id), "truncated": false,
            "tree": .array(treeEntries(id, below: "", in: repository, isRecursive: isRecursive)),
        ]
    }

    private func treeEntries(
        _ id: String, below prefix: String, in repository: Repository, isRecursive: Bool
    ) -> [JSONValue] {
        (repository.git.tree(id) ?? []).flatMap { entry -> [JSONValue] in
            let path = prefix + entry.name
            var object: JSONValue = [
                "path": .string(path), "mode": .string(entry.isFolder ? "040000" : entry.mode),
                "type": entry.isFolder ? "tree" : "blob", "sha": .string(entry.id),
                "url": gitURL(repository, entry.isFolder ? "trees" : "blobs", entry.id),
            ]
            if !entry.isFolder { object["size"] = .int(repository.git.objects[entry.id]?.bytes.count ?? 0) }
            guard entry.isFolder, isRecursive else { return [object] }
            return [object] + treeEntries(entry.id, below: path + "/", in: repository, isRecursive: true)
        }
    }

    private struct CommitInput: Decodable {
        let message: String
        let tree: String
        let parents: [String]?
        let author: PersonInput?
        let committer: PersonInput?
    }

    func createCommit(_ request: APIRequest) throws(APIFailure) -> APIAnswer {
        let repository = try filled(request)
        let input = try request.decode(CommitInput.self)
        guard repository.git.object(input.tree, kind: .tree) != nil else {
            throw .unprocessable("Tree SHA does not exist")
        }
        for parent in input.parents ?? [] where repository.git.object(parent, kind: .commit) == nil {
            throw .unprocessable("Parent SHA does not exist or is not a commit object")
        }
        let author = try signature(input.author, request)
        let committer =
            try input.committer.map { (input) throws(APIFailure) in try signature(input, request) } ?? author
        let commit = GitCommit(
            tree: input.tree, parents: input.parents ?? [], author: author, committer: committer, message: input.message
        )
        let (id, isNew) = repository.git.add(commit.object)
        if isNew { record(.commitCreated, repository, id, by: request.caller.word) }
        return APIAnswer(gitCommitJSON(id, commit, in: repository), status: 201)
    }

    func showGitCommit(_ request: APIRequest) throws(APIFailure) -> APIAnswer {
        let repository = try filled(request)
        guard let commit = repository.git.commit(request["sha"]) else { throw .notFound }
        return APIAnswer(gitCommitJSON(request["sha"], commit, in: repository))
    }
}
