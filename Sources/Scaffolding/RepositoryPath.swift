/// The rules for a path inside a repository.
enum RepositoryPath {
    /// Why a path must not be written, as the rest of a sentence that starts with "the path …"; nil when it may.
    static func objection(to path: String) -> String? {
        if path.hasPrefix("/") { return "is absolute" }
        if path.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F || $0 == "\\" }) {
            return "holds a backslash or a control character"
        }
        for component in path.split(separator: "/", omittingEmptySubsequences: false) {
            if component.isEmpty { return "has an empty part" }
            if component == "." || component == ".." { return "leaves its folder (\(component))" }
            if isGitFolder(component) { return "reaches into .git" }
        }
        return nil
    }

    /// The first two paths that one file system or another cannot hold together: equal but for case, or one being the
    /// folder of the other.
    static func collision(in paths: [String]) -> (String, String)? {
        var files: [String: String] = [:]
        for path in paths {
            if let other = files.updateValue(path, forKey: path.lowercased()) { return (path, other) }
        }
        for path in paths {
            if let file = parents(of: path.lowercased()).compactMap({ files[$0] }).first { return (path, file) }
        }
        return nil
    }

    private static func parents(of path: String) -> [String] {
        path.indices.filter { path[$0] == "/" }.map { String(path[..<$0]) }
    }

    /// What git itself refuses: `.git` in any case, with trailing dots or spaces or a stream, which Windows drops, by its short
    /// name there, and with characters between that macOS ignores (git, `is_ntfs_dotgit` and `is_hfs_dotgit`).
    private static func isGitFolder(_ component: Substring) -> Bool {
        let seen = String(String.UnicodeScalarView(component.unicodeScalars.filter { !isIgnoredOnMacOS($0) }))
        let name = seen.prefix { $0 != ":" }
        guard let last = name.lastIndex(where: { $0 != "." && $0 != " " }) else { return false }
        return [".git", "git~1"].contains(name[...last].lowercased())
    }

    private static func isIgnoredOnMacOS(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x200C...0x200F, 0x202A...0x202E, 0x206A...0x206F, 0xFEFF: true
        default: false
        }
    }
}
