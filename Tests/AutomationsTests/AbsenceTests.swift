import Foundation
import RunEngine
import Storage
import Testing

@testable import Automations

@Suite("A repository that GitHub does not know while it is set up")
struct AbsenceTests {
    @Test func isGoneForGoodWhenGitHubToldSoOrForLong() {
        var absence = Absence()
        #expect(!absence.isForGood(project(gone: true)), "nothing was refused")
        absence.note([failure("github.notFound")])
        #expect(!absence.isForGood(project()))
        #expect(absence.isForGood(project(gone: true)))
        for _ in 2...Absence.patience { absence.note([failure("kubernetes.forbidden"), failure("github.notFound")]) }
        #expect(absence.isForGood(project()))
    }

    @Test func isWaitedForWhileTheAppHasNoAccess() {
        var absence = Absence()
        for _ in 1...300 { absence.note([failure("github.notFound")]) }
        #expect(!absence.isForGood(project(unseen: "the App was suspended")))
    }

    @Test func anyOtherFailureBeginsItAnew() {
        var absence = Absence()
        for _ in 1..<Absence.patience { absence.note([failure("github.notFound")]) }
        absence.note([failure("github.rateLimited")])
        absence.note([failure("github.notFound")])
        #expect(!absence.isForGood(project()))
    }

    private func failure(_ code: String) -> EnvironmentFailure {
        EnvironmentFailure(environment: .staging, error: UserError(what: "Refused.", code: code))
    }

    private func project(gone: Bool = false, unseen: String? = nil) -> ProjectRecord {
        let time = Date(timeIntervalSince1970: 1_700_000_000)
        var record = ProjectRecord(
            id: "1b4e28ba-2fa1-51d2-883f-0016d3cca427", repository: 1, owner: "acme", ownerID: 2, name: "site",
            isPrivate: false, installation: 3, branch: "main", template: "static-site", image: nil, created: time)
        (record.gone, record.unseen) = (gone ? time : nil, unseen)
        return record
    }
}
