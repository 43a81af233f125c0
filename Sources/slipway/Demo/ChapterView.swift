import Automations

/// A chapter as it can be shown at one moment.
struct ChapterView: Sendable, Equatable {
    /// Something that has a name and comes to an end.
    struct Stage: Sendable, Equatable {
        let sign: StateSign
        let name: String
        /// What is to be said once it is over.
        let result: String

        var isOver: Bool { sign == .ready || sign == .failed }
    }

    /// How an environment is.
    struct Row: Sendable, Equatable {
        let label: String
        let sign: StateSign
        let text: String

        /// Will most likely stay like this.
        var isSettled: Bool { sign == .ready || sign == .failed }
        /// `development  ✅ 3f2a1bc ready, 0.4 s`
        var line: String {
            label.isEmpty
                ? "\(sign.rawValue) \(text)"
                : label + String(repeating: " ", count: max(0, 13 - label.count)) + "\(sign.rawValue) \(text)"
        }
    }

    let number: Int
    let title: String
    /// 0 to 100; nil for no bar.
    var percent: Int?
    /// What is going on, beside the bar.
    var caption = ""
    var stages: [Stage] = []
    /// Whether the stages are worth a line of their own while they go on.
    var namesStages = false
    var rows: [Row] = []

    var heading: String { "\(number)  \(title)" }
}
