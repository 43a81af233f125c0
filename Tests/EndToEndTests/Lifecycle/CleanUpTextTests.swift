import Automations
import Foundation
import Storage
import Testing

@testable import Service
@testable import slipway

@Suite("How the clean-up tells what would go")
struct CleanUpTextTests {
    private let now = Date(timeIntervalSince1970: 1_800_000_000)

    private func candidate(
        _ name: String, _ cause: ArchivalRecord.Cause, announced: Bool = false, begun: Bool = false
    ) -> CleanUpCandidate {
        let project = ProjectRecord(
            id: name, repository: 1, owner: "acme", ownerID: 1, name: name, isPrivate: false, branch: "main",
            template: "static-site", created: now)
        let archival = ArchivalRecord(
            project: name, cause: cause, reason: "why", announced: announced ? now : nil, due: now,
            begun: begun ? now : nil)
        return CleanUpCandidate(project, CleanUpReason(cause, "why `\(name)`"), announced || begun ? archival : nil)
    }

    @Test func everyCause() {
        let text = CleanUpText.text(
            [
                candidate("a", .failed), candidate("b", .unused, announced: true), candidate("c", .deleted),
                candidate("d", .person, begun: true),
            ], isDryRun: true)
        let lines = text.split(separator: "\n").map { $0.split(separator: " ", omittingEmptySubsequences: true) }
            .map { $0.joined(separator: " ") }
        #expect(lines[1] == "acme/a failed a day after it is announced why a")
        #expect(lines[2].hasPrefix("acme/b unused 2027-01-15"))
        #expect(lines[3] == "acme/c deleted at the next round why c")
        #expect(lines[4].hasPrefix("acme/d person now, since 2027-01-15"))
        #expect(lines.last == "Nothing was changed. Projects with the topic slipway-keep stay.")
        #expect(CleanUpText.text([], isDryRun: true) == "Nothing is to be cleaned up.")
    }
}
