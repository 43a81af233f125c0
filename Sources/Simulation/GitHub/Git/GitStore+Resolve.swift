extension GitStore {
    /// The commit a branch, a tag, a full ref name, a full SHA or an unambiguous short one means.
    func resolve(_ name: String) -> String? {
        for prefix in ["", "refs/", "refs/heads/", "refs/tags/"] {
            if let id = refs[prefix + name] { return id }
        }
        if object(name, kind: .commit) != nil { return name }
        guard name.count >= 4, name.allSatisfy(\.isHexDigit) else { return nil }
        let candidates = objects.filter { $0.value.kind == .commit && $0.key.hasPrefix(name) }
        return candidates.count == 1 ? candidates.first?.key : nil
    }

    /// The objects someone who has the commits in `known` needs for `wanted`: commits, then trees and blobs, each once.
    /// - Parameter depth: how many commits of history from each wanted one; `nil` for all.
    func closure(wanted: [String], known: [String], depth: Int? = nil) -> (ids: [String], shallow: [String]) {
        var excluded: Set<String> = []
        for id in known { excluded.formUnion(history(from: id)) }
        var commits: [String] = []
        var shallow: [String] = []
        var seen = excluded
        var level = wanted
        var generation = 1
        while !level.isEmpty {
            var next: [String] = []
            for id in level where seen.insert(id).inserted {
                commits.append(id)
                let parents = commit(id)?.parents ?? []
                if generation == depth, !parents.isEmpty { shallow.append(id) } else { next += parents }
            }
            level = next
            generation += 1
        }
        var trees: Set<String> = []
        for id in excluded { if let tree = commit(id)?.tree { _ = walk(tree, seen: &trees) } }
        let content = commits.flatMap { id in commit(id).map { walk($0.tree, seen: &trees) } ?? [] }
        return (commits + content, shallow)
    }

    private func walk(_ tree: String, seen: inout Set<String>) -> [String] {
        guard seen.insert(tree).inserted else { return [] }
        var found = [tree]
        for entry in self.tree(tree) ?? [] {
            if entry.isFolder {
                found += walk(entry.id, seen: &seen)
            } else if seen.insert(entry.id).inserted {
                found.append(entry.id)
            }
        }
        return found
    }
}
