import Foundation
import Storage

/// That a project leaves the cluster, or left it: told on its newest commit.
public struct FarewellStory: Sendable, Hashable {
    public var phase: ArchivalRecord.Phase
    /// For people, within a sentence.
    public var reason: String
    /// When it is removed, or was.
    public var time: Date

    public init(phase: ArchivalRecord.Phase, reason: String, time: Date) {
        self.phase = phase
        self.reason = reason
        self.time = time
    }

    /// Nil while a person's wish has not been begun with: they know.
    init?(_ record: ArchivalRecord) {
        switch record.phase {
        case .announced where record.announced == nil: return nil
        case .announced: self.init(phase: .announced, reason: record.reason, time: record.due)
        case .removing: self.init(phase: .removing, reason: record.reason, time: record.begun ?? record.due)
        case .removed: self.init(phase: .removed, reason: record.reason, time: record.removed ?? record.due)
        }
    }

    /// - Parameters:
    ///   - repository: `owner/name`
    ///   - branch: the tracked one.
    func text(_ repository: String, branch: String) -> String {
        switch phase {
        case .announced:
            "📦 **This project is removed from the cluster at \(Wording.moment(time))**: \(reason). The repository stays "
                + "as it is.\n\n**To keep it:** give the repository the topic `\(CleanUpChoices.keepTopic)`, push to "
                + "\(Markdown.code(branch)), or run `slipway project pause \(repository)`."
        case .removing:
            "📦 **This project is being removed from the cluster** since \(Wording.moment(time)): \(reason)."
        case .removed:
            "📦 **This project is archived**: nothing of it is in the cluster since \(Wording.moment(time)), because "
                + "\(reason). A push to \(Markdown.code(branch)) brings it back."
        }
    }
}

extension Wording {
    /// `2026-11-22 02:00 UTC`
    public static func moment(_ date: Date) -> String {
        "\(date.formatted(.iso8601).prefix(16).replacing("T", with: " ")) UTC"
    }
}
