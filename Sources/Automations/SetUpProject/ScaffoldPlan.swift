import Foundation
import Scaffolding

/// Which files of a template a repository gets: those it lacks. What is there is never changed.
public struct ScaffoldPlan: Sendable, Hashable {
    /// Files the repository lacks, in order of path.
    public var added: [RenderedFile]
    /// Paths that are taken: an existing file differs, or a folder and a file, or two files where case is ignored, would bear
    /// one name. Left alone.
    public var withheld: [String]
    /// Paths whose contents are already what the template has.
    public var same: [String]

    /// - Parameter existing: the repository's files, path → git blob SHA; empty for an empty repository.
    public init(files: [RenderedFile], existing: [String: String]) {
        let names = Set(existing.keys.map { $0.lowercased() })
        let folders = Set(names.flatMap(Self.folders))
        added = []
        withheld = []
        same = []
        for file in files.sorted(by: { $0.path < $1.path }) {
            let name = file.path.lowercased()
            if existing[file.path] == GitBlob.sha(of: file.contents) {
                same.append(file.path)
            } else if names.contains(name) || folders.contains(name)
                || Self.folders(of: name).contains(where: names.contains)
            {
                withheld.append(file.path)
            } else {
                added.append(file)
            }
        }
    }

    /// `a` and `a/b` for `a/b/c`.
    private static func folders(of path: String) -> [String] {
        path.indices.filter { path[$0] == "/" }.map { String(path[..<$0]) }
    }
}

extension ScaffoldPlan {
    /// GitHub takes no blobs, trees and commits for a repository without commits: one file has to come through the Contents
    /// API first. It is a file of the template, so that nothing foreign stays behind.
    public static func seed(of files: [RenderedFile]) -> RenderedFile? {
        let harmless = files.filter { !$0.path.hasPrefix(".github/") && !$0.executable }
        return harmless.first { $0.path == "README.md" } ?? harmless.min { $0.path < $1.path }
    }

    /// Message of the seed's commit. Its push is recognised by it.
    public static let seedMessage = "Start the repository (Slipway)"

    /// Message of the scaffold commit.
    public static func commitMessage(template: String) -> String {
        """
        Add the template \(template)

        Files that this repository lacked. Slipway builds and deploys it from now on:
        every push to this branch becomes an image and goes through the environments.
        """
    }
}
