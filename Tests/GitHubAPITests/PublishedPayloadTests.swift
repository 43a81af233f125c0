import Foundation
import GitHubAPI
import Testing

enum PublishedPayloads {
    static let folder: URL? = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let folder = root.deletingLastPathComponent().appending(path: "shared/github-payloads")
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }()

    static var files: [URL] {
        let all = folder.flatMap {
            try? FileManager.default.contentsOfDirectory(at: $0, includingPropertiesForKeys: nil)
        }
        return (all ?? []).filter { $0.pathExtension == "json" }.sorted { $0.path < $1.path }
    }
}

/// Example payloads that GitHub's octokit project publishes, when they lie beside the repository.
@Suite("Published payloads", .enabled(if: PublishedPayloads.folder != nil, "no folder of published payloads"))
struct PublishedPayloadTests {
    @Test(arguments: PublishedPayloads.files)
    func decodes(_ file: URL) throws {
        let name = String(file.lastPathComponent.prefix { $0 != "." })
        let event = try Event.decode(name: name, body: try Data(contentsOf: file))
        if case .other(let other, _) = event {
            #expect(!Event.knownNames.contains(other))
        } else {
            #expect(Event.knownNames.contains(name))
        }
    }

    @Test(arguments: PublishedPayloads.files)
    func passesUnderItsOwnNameOnly(_ file: URL) throws {
        let own = String(file.lastPathComponent.prefix { $0 != "." })
        let body = try Data(contentsOf: file)
        for name in Event.knownNames where name != own {
            #expect(throws: EventError.self, "\(file.lastPathComponent) as \(name)") {
                try Event.decode(name: name, body: body)
            }
        }
    }
}
