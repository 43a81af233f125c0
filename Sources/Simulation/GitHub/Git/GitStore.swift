import Foundation

/// The objects and refs of one repository.
struct GitStore: Sendable {
    private(set) var objects: [String: GitObject] = [:]
    /// Commit by full ref name, such as `refs/heads/main`.
    var refs: [String: String] = [:]

    /// A repository without any ref. GitHub answers much with 409 then.
    var isEmpty: Bool { refs.isEmpty }

    /// Stores the object; says whether it is new.
    @discardableResult
    mutating func add(_ object: GitObject) -> (id: String, isNew: Bool) {
        let id = object.id
        let isNew = objects.updateValue(object, forKey: id) == nil
        return (id, isNew)
    }

    func object(_ id: String, kind: GitObject.Kind) -> GitObject? {
        objects[id].flatMap { $0.kind == kind ? $0 : nil }
    }

    func commit(_ id: String) -> GitCommit? { objects[id].flatMap(GitCommit.init) }

    func tree(_ id: String) -> [GitTreeEntry]? { object(id, kind: .tree).map(GitTreeEntry.decode) }

    /// All files below a tree by their path.
    func files(inTree id: String, below prefix: String = "") -> [String: GitFileEntry] {
        var found: [String: GitFileEntry] = [:]
        for entry in tree(id) ?? [] {
            if entry.isFolder {
                found.merge(files(inTree: entry.id, below: prefix + entry.name + "/")) { first, _ in first }
            } else {
                found[prefix + entry.name] = GitFileEntry(mode: entry.mode, id: entry.id)
            }
        }
        return found
    }

    /// Writes the folders for these files and returns the root.
    mutating func writeTree(_ files: [String: GitFileEntry]) -> String {
        var entries: [GitTreeEntry] = []
        var folders: [String: [String: GitFileEntry]] = [:]
        for (path, file) in files {
            let parts = path.split(separator: "/", maxSplits: 1)
            if parts.count == 2 {
                folders[String(parts[0]), default: [:]][String(parts[1])] = file
            } else {
                entries.append(GitTreeEntry(mode: file.mode, name: path, id: file.id))
            }
        }
        for (name, content) in folders {
            entries.append(GitTreeEntry(mode: GitTreeEntry.folderMode, name: name, id: writeTree(content)))
        }
        return add(.init(kind: .tree, bytes: GitTreeEntry.encode(entries).bytes)).id
    }

    /// The commit and all before it, newest first by committer date, as `git log` walks them.
    func history(from id: String) -> [String] {
        var seen: Set<String> = [id]
        var waiting = [id]
        var ordered: [String] = []
        while let next = waiting.indices.max(by: { date(waiting[$0]) < date(waiting[$1]) }) {
            let commitID = waiting.remove(at: next)
            ordered.append(commitID)
            for parent in commit(commitID)?.parents ?? [] where seen.insert(parent).inserted { waiting.append(parent) }
        }
        return ordered
    }

    /// Whether the first is the second or one of its ancestors: whether moving a branch there is a fast-forward.
    func isAncestor(_ ancestor: String, of descendant: String) -> Bool {
        history(from: descendant).contains(ancestor)
    }

    private func date(_ id: String) -> Date { commit(id)?.committer.date ?? .distantPast }
}
