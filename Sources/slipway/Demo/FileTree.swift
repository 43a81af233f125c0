/// Paths as a tree.
struct FileTree {
    private struct Folder {
        var folders: [String: Folder] = [:]
        var files: [String] = []

        mutating func add(_ path: ArraySlice<Substring>) {
            guard let first = path.first else { return }
            if path.count == 1 {
                files.append(String(first))
            } else {
                folders[String(first), default: Folder()].add(path.dropFirst())
            }
        }

        /// Folders first, both by name.
        func lines(_ indent: String) -> [String] {
            let entries =
                folders.sorted { $0.key < $1.key }.map { ($0.key + "/", Optional($0.value)) }
                + files.sorted().map { ($0, nil) }
            return entries.enumerated().flatMap { index, entry in
                let isLast = index == entries.count - 1
                let below = entry.1?.lines(indent + (isLast ? "    " : "│   ")) ?? []
                return ["\(indent)\(isLast ? "└── " : "├── ")\(entry.0)"] + below
            }
        }
    }

    private var root = Folder()

    init(_ paths: some Sequence<String>) {
        for path in paths { root.add(path.printable.split(separator: "/")[...]) }
    }

    var lines: [String] { root.lines("") }
}
