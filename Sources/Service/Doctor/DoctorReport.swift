import Foundation

/// What ``Doctor`` found: every check, in a fixed order.
public struct DoctorReport: Sendable, Hashable {
    public let time: Date
    public let checks: [Check]

    public init(time: Date, checks: [Check]) {
        self.time = time
        self.checks = checks
    }

    /// `ok` when nothing was found, also when nothing could be looked at.
    public var worst: Finding.Verdict {
        let all = Set(checks.map(\.finding.verdict))
        return all.contains(.failure) ? .failure : all.contains(.warning) ? .warning : .ok
    }

    public func count(_ verdict: Finding.Verdict) -> Int {
        checks.count { $0.finding.verdict == verdict }
    }

    /// The status that the command ends with: 0 when all is well, 1 with warnings, 2 with failures.
    public var exitStatus: Int32 {
        switch worst {
        case .ok, .unchecked: 0
        case .warning: 1
        case .failure: 2
        }
    }
}

extension DoctorReport: Encodable {
    private enum CodingKeys: String, CodingKey {
        case result, time, checks
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(worst, forKey: .result)
        try container.encode(time, forKey: .time)
        try container.encode(checks, forKey: .checks)
    }
}

extension Check: Encodable {
    private enum CodingKeys: String, CodingKey {
        case area, check, result, sentence, remedy
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(area, forKey: .area)
        try container.encode(title, forKey: .check)
        try container.encode(finding.verdict, forKey: .result)
        try container.encode(finding.sentence, forKey: .sentence)
        try container.encode(finding.remedy, forKey: .remedy)
    }
}
