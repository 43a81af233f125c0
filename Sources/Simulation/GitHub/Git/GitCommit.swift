import Foundation

/// A commit object, read.
struct GitCommit: Sendable, Hashable {
    let tree: String
    let parents: [String]
    let author: GitSignature
    let committer: GitSignature
    let message: String

    /// The object as git stores it. The message is stored as it is; `git commit-tree` would add a newline.
    var object: GitObject {
        var lines = ["tree \(tree)"]
        lines += parents.map { "parent \($0)" }
        lines += ["author \(author.encoded)", "committer \(committer.encoded)", "", message]
        return GitObject(kind: .commit, bytes: Data(lines.joined(separator: "\n").utf8))
    }

    init(tree: String, parents: [String], author: GitSignature, committer: GitSignature, message: String) {
        self.tree = tree
        self.parents = parents
        self.author = author
        self.committer = committer
        self.message = message
    }

    init?(_ object: GitObject) {
        let text = String(decoding: object.bytes, as: UTF8.self)
        guard object.kind == .commit, let end = text.range(of: "\n\n") else { return nil }
        var fields: [Substring: [Substring]] = [:]
        for line in text[..<end.lowerBound].split(separator: "\n") {
            guard let space = line.firstIndex(of: " ") else { continue }
            fields[line[..<space], default: []].append(line[line.index(after: space)...])
        }
        guard let tree = fields["tree"]?.first,
            let author = fields["author"]?.first.flatMap(GitSignature.init(encoded:)),
            let committer = fields["committer"]?.first.flatMap(GitSignature.init(encoded:))
        else { return nil }
        self.init(
            tree: String(tree), parents: (fields["parent"] ?? []).map(String.init), author: author,
            committer: committer, message: String(text[end.upperBound...]))
    }
}
