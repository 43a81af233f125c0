import Foundation
import Storage
import Testing

@testable import Automations

/// `docs/troubleshooting.md`: every situation with what Slipway says. `SLIPWAY_WRITE_PAGES=1` writes it anew.
@Suite struct TroubleshootingPage {
    @Test func saysWhatSlipwaySays() throws {
        let page = try Self.page
        if ProcessInfo.processInfo.environment["SLIPWAY_WRITE_PAGES"] != nil {
            try page.write(to: Self.file, atomically: true, encoding: .utf8)
        }
        let written = try String(contentsOf: Self.file, encoding: .utf8)
        #expect(written == page, "write it anew with: SLIPWAY_WRITE_PAGES=1 make test FILTER=TroubleshootingPage")
    }

    private static let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "../../../docs/troubleshooting.md"
    ).standardized

    private static var page: String {
        get throws {
            let groups = try Situation.groups.map { group in
                try "## \(group.title)\n\n" + group.situations.map(section).joined(separator: "\n")
            }
            return ([introduction] + groups + [holdingBack]).joined(separator: "\n")
        }
    }

    private static func section(_ situation: Situation) throws -> String {
        let diagnosis = try #require(try situation.diagnoses.first)
        return """
            ### \(situation.title)

            > **staging: \(diagnosis.sentence)** \(diagnosis.cause)
            >
            > **What to do:** \(diagnosis.remedy)

            `\(diagnosis.kind.rawValue)` · \(diagnosis.outlook.words)

            """
    }

    /// What is no diagnosis, because Slipway did it itself.
    private static var holdingBack: String {
        let rest = Trouble.resting(
            SourceRestRecord(
                project: "x", environment: .staging, failing: Fixture.now.addingTimeInterval(-3600),
                message: "failed to checkout and determine revision: dial tcp 140.82.121.3:443: i/o timeout", round: 1,
                nextProbe: Fixture.now.addingTimeInterval(3600)))
        return """
            ## Where Slipway itself holds back

            ### A source has been failing for an hour, and Slipway suspended it

            > **staging: \(rest.what)** \(rest.why)
            >
            > **What to do:** \(rest.whatToDo)

            `\(rest.code ?? "")` · tried again by itself after 1, 2, 4 … 24 hours, and at once after a push or a build

            """
    }

    private static let introduction = """
        # Troubleshooting

        What Slipway says when something is the matter in an environment, for \(Situation.all.count) situations: on \
        the commit's \
        comment, in its status, in `slipway project show` and in the API, in the same words. Names in the examples \
        are those of a \
        project `acme/web-shop` in staging. The word below each is the `code` by which records, the API and metrics \
        call it.

        This page is written by the tests from the objects that each situation leaves in a cluster
        (`Tests/AutomationsTests/Diagnosis`), so it is what the program says.

        """
}

extension Diagnosis.Outlook {
    fileprivate var words: String {
        switch self {
        case .lasting: "stays until it is mended"
        case .passing: "tried again by itself; a failure when it does not pass in time"
        case .expected: "no failure"
        }
    }
}
