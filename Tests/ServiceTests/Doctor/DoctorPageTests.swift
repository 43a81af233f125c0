import Testing

@testable import Service

@Suite("Doctor: the page lists every line and its remedy")
struct DoctorPageTests {
    @Test func everythingThatIsSaidIsOnThePageAndTheOtherWayRound() async throws {
        let page = try DoctorPage()
        #expect(page.rows.count > 60)
        var said: Set<DoctorPage.Row> = []
        var missing: Set<String> = []
        for check in try await Self.everything() where check.finding.verdict != .unchecked {
            if let row = page.row(of: check) {
                said.insert(row)
            } else {
                missing.insert("\(check.area.rawValue)/\(check.title): \(check.finding.line)")
            }
        }
        for line in missing.sorted() { Issue.record("docs/doctor.md lacks \(line)") }
        for row in page.rows where !said.contains(row) {
            Issue.record("docs/doctor.md has a row that nothing says: \(row.line) \(row.sign) \(row.sentence)")
        }
    }

    private static func everything() async throws -> [Check] {
        try await withThrowingTaskGroup(of: [Check].self) { group in
            var checks = Sample.all
            for ailment in Ailment.allCases { group.addTask { try await ailment.report().checks } }
            for try await found in group { checks += found }
            return checks
        }
    }
}
