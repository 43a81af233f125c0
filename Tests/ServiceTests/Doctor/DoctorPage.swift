import Foundation

@testable import Service

/// `docs/doctor.md`: every line that the doctor can say. In its tables `…` stands for any text.
struct DoctorPage {
    struct Row: Hashable {
        /// `GitHub/permissions`; `any` for what every line can say.
        let line: String
        let sign: String
        let sentence: String
        let remedy: String

        func says(_ check: Check) -> Bool {
            line == "any" || Self.matches(line, "\(check.area.rawValue)/\(check.title)")
                ? Self.matches(sentence, check.finding.sentence) && Self.matches(remedy, check.finding.remedy ?? "")
                    && check.finding.line.hasPrefix(sign)
                : false
        }

        private static func matches(_ pattern: String, _ text: String) -> Bool {
            let parts = pattern.components(separatedBy: "…").map(NSRegularExpression.escapedPattern)
            let expression = "^(?s:\(parts.joined(separator: ".*")))$"
            return text.range(of: expression, options: .regularExpression) != nil
        }
    }

    let rows: [Row]

    static let url = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "docs/doctor.md")

    init() throws {
        rows = try String(contentsOf: Self.url, encoding: .utf8).split(separator: "\n").compactMap(Self.row)
    }

    private static func row(_ line: Substring) -> Row? {
        guard line.hasPrefix("| `") else { return nil }
        let cells = line.replacing("\\|", with: "\u{0}").split(separator: "|", omittingEmptySubsequences: false)
            .dropFirst().dropLast().map { cell in
                cell.trimmingCharacters(in: .whitespaces).replacing("\u{0}", with: "|").replacing("<br>", with: "\n")
            }
        guard cells.count == 4 else { return nil }
        return Row(line: cells[0].replacing("`", with: ""), sign: cells[1], sentence: cells[2], remedy: cells[3])
    }

    /// The row that says this; nil when the page does not know it. What was not looked at is explained once.
    func row(of check: Check) -> Row? { rows.first { $0.says(check) } }
}
