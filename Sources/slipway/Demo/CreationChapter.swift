import Automations
import Foundation
import Service
import Simulation
import Storage

/// A repository is created and arrives in the cluster.
struct CreationChapter: Chapter {
    let number = 1
    let title = "the repository is created"
    let commit: String? = nil
    /// Paths the template writes; the repository may hold more.
    let files: Set<String>

    func missing(in sight: Sight) -> [String] {
        guard let head = sight.head else { return ["the repository is still empty"] }
        let absent = files.subtracting(sight.files).sorted()
        if let first = absent.first {
            return ["\(Wording.count(absent.count, "file")) of the template, such as \(first)"]
        }
        let unprepared = sight.environments.flatMap { environment in
            PreparedParts(environment).missing.map { "\(environment.name.rawValue) has no \($0)" }
        }
        let unfetched = sight.environments.filter { $0.fetched != head }
            .map { "Flux has not fetched \(Wording.short(head)) in \($0.name.rawValue)" }
        return unprepared + unfetched + untold(sight, head)
    }

    private func untold(_ sight: Sight, _ head: String) -> [String] {
        guard let comment = sight.comments(on: head).first else { return ["no comment on \(Wording.short(head))"] }
        let isBuilding = sight.build(of: head)?.status == "in_progress"
        let facts = ["is set up", "The first build is running"].filter { !comment.body.contains($0) }
        return facts.map { "the comment does not say \"\($0)\"" }
            + (isBuilding ? [] : ["the first build has not started"])
    }

    func view(of sight: Sight, pace: Pace) -> ChapterView {
        var view = ChapterView(number: number, title: title)
        let records = sight.report?.stages ?? []
        view.percent = sight.report?.percent ?? 0
        view.namesStages = true
        view.stages = InitialisationStage.allCases.compactMap { stage in
            records.first { $0.stage == stage.rawValue }.map { record in
                let percent = stage.percent.upperBound
                let result = "\(CommitStory.bar(percent)) \(percent) %  \(words(record, of: records))"
                return ChapterView.Stage(sign: StateSign(stage: record.state), name: stage.word, result: result)
            }
        }
        let current = records.last { $0.state != "pending" }
        view.caption = current.map { words($0, of: records) } ?? "the webhook is on its way"
        view.rows = sight.environments.map(row)
        return view
    }

    /// What a stage has come to; the last one has the time of all.
    private func words(_ record: StageReport, of records: [StageReport]) -> String {
        guard let stage = InitialisationStage(rawValue: record.stage) else { return record.stage }
        guard stage == .active, let start = records.compactMap(\.started).min(), let end = record.finished else {
            return stage.words(detail: record.detail)
        }
        return "active after \(Wording.duration(end.timeIntervalSince(start)))"
    }

    private func row(_ environment: EnvironmentSight) -> ChapterView.Row {
        let parts = PreparedParts(environment)
        let isComplete = parts.missing.isEmpty && environment.fetched != nil
        let sign: StateSign = isComplete ? .ready : parts.isEmpty ? .waiting : .working
        return .init(label: environment.name.rawValue, sign: sign, text: parts.words)
    }
}

extension StateSign {
    fileprivate init(stage state: String) {
        switch state {
        case "done": self = .ready
        case "running": self = .working
        case "failed": self = .failed
        default: self = .waiting
        }
    }
}

extension InitialisationStage {
    /// One word for the line of stages.
    fileprivate var word: String { self == .scaffoldCommit ? "commit" : rawValue }

    /// What was reached when it is over.
    fileprivate func words(detail: String?) -> String {
        switch self {
        case .project: "project registered"
        case .template: "template rendered\(detail.map { ", \($0)" } ?? "")"
        case .environments: "environments planned"
        case .repository: "repository ready"
        case .scaffoldCommit: "files committed\(detail.map { " as \(Wording.short($0))" } ?? "")"
        case .records: "records written"
        case .cluster: "cluster prepared"
        case .active: "active"
        }
    }
}
