import Foundation

/// The names of all steps, as they stand in the sources of the automations.
enum StepNames {
    private static let folder = PackageRoot.url.appending(path: "Sources/Automations")

    /// Names that no place of a plan ends with: steps that no story comes to.
    static func missing(in plan: CrashPlan) throws -> [String] {
        let places = plan.rows.map(\.place)
        return try all().filter { name in
            let pattern = try Regex(expression(name))
            return !places.contains { $0.wholeMatch(of: pattern) != nil }
        }
    }

    /// The names that stand in calls such as `context.step("move the branch")`.
    static func all() throws -> [String] {
        let call = /[.( ](?:step|record|wait|recordedDate|token|named)\(\s*"((?:\\\([^)]*\)|[^"\\])+)"/
        var names: Set<String> = []
        for case let file as URL in FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
            ?? .init()
        where file.pathExtension == "swift" {
            let source = try String(contentsOf: file, encoding: .utf8)
            for match in source.matches(of: call) { names.insert(String(match.1)) }
        }
        return names.sorted()
    }

    /// A name with interpolations as a regular expression for the end of a place.
    private static func expression(_ name: String) -> String {
        let parts = name.split(separator: /\\\([^)]*\)/, omittingEmptySubsequences: false)
        return "(.*/)" + parts.map { NSRegularExpression.escapedPattern(for: String($0)) }.joined(separator: ".*")
    }
}
