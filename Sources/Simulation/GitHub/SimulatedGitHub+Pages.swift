import Foundation

/// Plain pages for people who follow a link.
extension SimulatedGitHub {
    /// A commit with its comments, a workflow run, or a repository's files.
    func page(_ path: String) -> APIAnswer? {
        let parts = path.split(separator: "/").map { $0.removingPercentEncoding ?? String($0) }
        if parts.isEmpty { return text(repositoryFullNames.joined(separator: "\n")) }
        guard parts.count >= 2, let id = repositoryNames["\(parts[0])/\(parts[1])".lowercased()],
            let repository = repositories[id], !repository.isPrivate
        else { return nil }
        switch Array(parts.dropFirst(2)) {
        case []: return text(repositoryPage(repository))
        case let rest where rest.first == "commit" && rest.count == 2: return text(commitPage(rest[1], of: repository))
        case let rest where rest.starts(with: ["actions", "runs"]) && rest.count >= 3:
            return repository.builds.first { String($0.id) == rest[2] }.map { build in
                text("slipway #\(build.number): \(build.status) \(build.conclusion ?? "")\n\(build.commit)\n")
            }
        default: return nil
        }
    }

    private func text(_ text: String) -> APIAnswer {
        APIAnswer(headers: ["Content-Type": "text/plain; charset=utf-8"], body: Data((text + "\n").utf8))
    }

    private func repositoryPage(_ repository: Repository) -> String {
        let files = (try? files(of: repository.fullName))?.keys.sorted() ?? []
        return ([repository.fullName, repository.description ?? "", ""] + files).joined(separator: "\n")
    }

    private func commitPage(_ name: String, of repository: Repository) -> String {
        guard let id = repository.git.resolve(name), let commit = repository.git.commit(id) else {
            return "There is no commit \(name)."
        }
        let comments = repository.comments.filter { $0.commit == id }.map { "\n--- \($0.author)\n\($0.body)" }
        return (["commit \(id)", commit.author.name, "", commit.message] + comments).joined(separator: "\n")
    }
}
