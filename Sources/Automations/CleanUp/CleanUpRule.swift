import Foundation
import Storage

/// What is known of a project when it is asked whether it should leave the cluster.
public struct CleanUpFacts: Sendable, Hashable {
    /// Without the owner.
    public var name: String
    public var state: ProjectState
    /// When somebody last did something to it: pushed, built, renamed, paused.
    public var touched: Date
    /// When its repository was deleted on GitHub.
    public var gone: Date?
    /// It is paused, or one of its namespaces is.
    public var isPaused: Bool
    /// It is not in the cluster any more, or on its way out of it.
    public var isLeaving: Bool

    public init(
        name: String, state: ProjectState, touched: Date, gone: Date? = nil, isPaused: Bool = false,
        isLeaving: Bool = false
    ) {
        self.name = name
        self.state = state
        self.touched = touched
        self.gone = gone
        self.isPaused = isPaused
        self.isLeaving = isLeaving
    }
}

/// Why a project should leave the cluster.
public struct CleanUpReason: Sendable, Hashable, Codable {
    public var cause: ArchivalRecord.Cause
    /// For people, within a sentence.
    public var text: String

    public init(_ cause: ArchivalRecord.Cause, _ text: String) {
        self.cause = cause
        self.text = text
    }
}

/// Which projects leave the cluster by themselves. Pure.
public struct CleanUpRule: Sendable {
    let choices: CleanUpChoices

    public init(_ choices: CleanUpChoices) {
        self.choices = choices
    }

    /// - Returns: nil for a project that stays.
    public func reason(_ facts: CleanUpFacts, at now: Date) -> CleanUpReason? {
        guard !facts.isLeaving, !facts.isPaused else { return nil }
        return deleted(facts, now) ?? failed(facts, now) ?? unused(facts, now)
    }

    private func deleted(_ facts: CleanUpFacts, _ now: Date) -> CleanUpReason? {
        guard let limit = choices.deletedAfter, let gone = facts.gone, now.timeIntervalSince(gone) >= limit else {
            return nil
        }
        return CleanUpReason(.deleted, "its repository was deleted on GitHub \(Self.age(of: gone, now)) ago")
    }

    private func failed(_ facts: CleanUpFacts, _ now: Date) -> CleanUpReason? {
        guard let limit = choices.failedAfter, facts.state == .failed else { return nil }
        guard now.timeIntervalSince(facts.touched) >= limit else { return nil }
        return CleanUpReason(.failed, "its set-up failed \(Self.age(of: facts.touched, now)) ago and nobody mended it")
    }

    private func unused(_ facts: CleanUpFacts, _ now: Date) -> CleanUpReason? {
        guard let limit = choices.unusedAfter, [.active, .degraded].contains(facts.state), facts.gone == nil,
            now.timeIntervalSince(facts.touched) >= limit, let word = word(in: facts.name)
        else { return nil }
        return CleanUpReason(
            .unused, "nobody touched it for \(Self.age(of: facts.touched, now)), and its name has the word `\(word)`")
    }

    /// The first word of a name that says that it is meant for a while: a whole word between `-`, `_` and `.`. Nil for names
    /// that begin with `prod-`.
    public func word(in name: String) -> String? {
        let name = name.lowercased()
        guard !name.hasPrefix("prod-") else { return nil }
        return name.split { "-_.".contains($0) }.map(String.init).first { choices.words.contains($0) }
    }

    /// `26 h`, `7 days`
    static func age(of date: Date, _ now: Date) -> String {
        let hours = Int(now.timeIntervalSince(date) / 3600)
        if hours < 1 { return Wording.duration(now.timeIntervalSince(date)) }
        return hours < 48 ? "\(hours) h" : "\(hours / 24) days"
    }
}
