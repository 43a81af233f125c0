import Foundation

extension SimulatedGitHub {
    private func refJSON(_ ref: String, _ id: String, in repository: Repository) -> JSONValue {
        let url = "\(apiURL)/repos/\(repository.fullName)/git"
        return [
            "ref": .string(ref), "node_id": .string(Data("REF_\(repository.id):\(ref)".utf8).base64EncodedString()),
            "url": .string("\(url)/\(ref)"),
            "object": ["sha": .string(id), "type": "commit", "url": .string("\(url)/commits/\(id)")],
        ]
    }

    private func filled(_ request: APIRequest) throws(APIFailure) -> Repository {
        let repository = try repository(request)
        guard !repository.git.isEmpty else { throw .emptyRepository }
        return repository
    }

    func showRef(_ request: APIRequest) throws(APIFailure) -> APIAnswer {
        let repository = try filled(request)
        let ref = "refs/\(request["ref"])"
        guard let id = repository.git.refs[ref] else { throw .notFound }
        return APIAnswer(refJSON(ref, id, in: repository))
    }

    func listRefs(_ request: APIRequest) throws(APIFailure) -> APIAnswer {
        let repository = try filled(request)
        let matching = repository.git.refs.filter { $0.key.hasPrefix("refs/\(request["ref"])") }
        return page(matching.sorted { $0.key < $1.key }.map { refJSON($0.key, $0.value, in: repository) }, request)
    }

    private struct NewRef: Decodable {
        let ref: String
        let sha: String
    }

    func createRef(_ request: APIRequest) throws(APIFailure) -> APIAnswer {
        let repository = try filled(request)
        let input = try request.decode(NewRef.self)
        guard input.ref.hasPrefix("refs/"), input.ref.split(separator: "/").count >= 3 else {
            throw .unprocessable("Reference name must start with 'refs/' and have at least two slashes.")
        }
        guard repository.git.refs[input.ref] == nil else { throw .unprocessable("Reference already exists") }
        guard repository.git.object(input.sha, kind: .commit) != nil else {
            throw .unprocessable("Object does not exist")
        }
        move(
            input.ref, of: repository, to: input.sha, isForced: false, as: login(request), word: request.caller.word)
        return APIAnswer(refJSON(input.ref, input.sha, in: repository), status: 201)
    }

    private struct MovedRef: Decodable {
        let sha: String
        let force: Bool?
    }

    func updateRef(_ request: APIRequest) throws(APIFailure) -> APIAnswer {
        let repository = try filled(request)
        let input = try request.decode(MovedRef.self)
        let ref = "refs/\(request["ref"])"
        guard let old = repository.git.refs[ref] else { throw .unprocessable("Reference does not exist") }
        guard repository.git.object(input.sha, kind: .commit) != nil else {
            throw .unprocessable("Object does not exist")
        }
        let isForward = repository.git.isAncestor(old, of: input.sha)
        guard isForward || input.force == true else { throw .unprocessable("Update is not a fast forward") }
        move(
            ref, of: repository, to: input.sha, isForced: !isForward, as: login(request), word: request.caller.word)
        return APIAnswer(refJSON(ref, input.sha, in: repository))
    }

    func deleteRef(_ request: APIRequest) throws(APIFailure) -> APIAnswer {
        let repository = try filled(request)
        let ref = "refs/\(request["ref"])"
        guard repository.git.refs[ref] != nil else { throw .unprocessable("Reference does not exist") }
        move(ref, of: repository, to: nil, isForced: false, as: login(request), word: request.caller.word)
        return .noContent
    }
}
