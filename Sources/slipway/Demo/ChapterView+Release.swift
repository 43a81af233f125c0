import Automations
import Foundation
import Simulation
import Storage

extension ChapterView {
    /// A bar for a build, and what it has come to.
    mutating func show(_ build: Build?, at time: Date, pace: Pace) {
        guard let build else {
            (percent, caption) = (0, "the build is on its way")
            return
        }
        let name = "build #\(build.number)"
        let took = build.updatedAt.timeIntervalSince(build.startedAt)
        switch (build.status, build.conclusion) {
        case ("completed", "success"?):
            (percent, caption) = (100, "\(name) succeeded after \(Wording.duration(took))")
        case ("completed", let conclusion):
            (percent, caption) = (100, "\(name) ended as \(conclusion ?? "unknown") after \(Wording.duration(took))")
        case ("in_progress", _):
            let gone = time.timeIntervalSince(build.updatedAt)
            percent = min(99, Int(100 * gone / (pace.build(build.number) / .seconds(1))))
            caption = "\(name) runs, \(Wording.duration(gone))"
        default: (percent, caption) = (0, "\(name) is queued")
        }
        let sign: StateSign = build.status == "completed" ? .ready : .working
        stages = [Stage(sign: sign, name: name, result: caption)]
    }
}

extension ChapterView.Row {
    /// How far a release is in an environment: what its commit status says, and what the pods do meanwhile.
    init(_ environment: EnvironmentSight, release: String, _ sight: Sight) {
        let status = sight.status(of: environment, on: release)
        let words = status?.description ?? ""
        let label = environment.name.rawValue
        switch status?.state {
        case "success"? where environment.runs(release):
            self.init(label: label, sign: .ready, text: "\(Wording.short(release)) \(words)")
        case "failure"?, "error"?: self.init(label: label, sign: .failed, text: words)
        default:
            let isHere = environment.pinned == release
            let doing = isHere ? environment.doing(release) ?? "Flux applies the new image" : words
            self.init(label: label, sign: isHere ? .working : .waiting, text: doing)
        }
    }
}

extension EnvironmentSight {
    /// What the pods of a release do; nil before there are any.
    fileprivate func doing(_ release: String) -> String? {
        let mine = pods.filter { $0.tag == release }
        guard !mine.isEmpty else { return nil }
        if let reason = mine.compactMap(\.reason).first { return reason }
        return "\(mine.count(where: \.isReady)) of \(mine.count) pods ready"
    }
}
