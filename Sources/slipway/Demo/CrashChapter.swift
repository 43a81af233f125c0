import Automations
import Simulation
import Storage

/// A build succeeds, but its pods crash: the release stops in the first environment, and the old version keeps serving.
struct CrashChapter: Chapter {
    let number: Int
    let title = "a commit is pushed whose pods crash"
    let release: String
    let serving: String

    var commit: String? { release }

    func missing(in sight: Sight) -> [String] {
        guard sight.build(of: release)?.conclusion == "success" else { return ["the build has not succeeded"] }
        let development = sight.environments[0]
        let short = Wording.short(release)
        let body = sight.comments(on: release).first?.body ?? ""
        let facts: [(Bool, String)] = [
            (development.pinned == release, "development is not set to \(short)"),
            (development.pods.contains { $0.tag == release && $0.restarts > 0 }, "no pod has crashed"),
            (sight.status(of: development, on: release)?.state == "failure", "no status says that development failed"),
            (sight.deploymentState(of: development, on: release) == "failure", "no deployment that failed"),
            (body.contains("stopped at development"), "the comment does not say where the release stopped"),
            (body.contains("exit code 1"), "the comment does not say why"),
        ]
        return facts.filter { !$0.0 }.map(\.1)
    }

    func wrong(in sight: Sight) -> [String] {
        let touched = sight.environments.dropFirst().filter { $0.pinned != serving }
            .map { "\($0.name.rawValue) was set to another image" }
        let down = sight.environments.filter { $0.readyPods(serving) == 0 }
            .map { "\(Wording.short(serving)) no longer serves in \($0.name.rawValue)" }
        return touched + down
    }

    func view(of sight: Sight, pace: Pace) -> ChapterView {
        var view = ChapterView(number: number, title: title)
        view.show(sight.build(of: release), at: sight.time, pace: pace)
        var rows = [ChapterView.Row(sight.environments[0], release: release, sight)]
        if missing(in: sight).isEmpty {
            let others = Wording.list(sight.environments.dropFirst().map(\.name.rawValue))
            let text = "\(Wording.short(serving)) keeps serving; \(others) were not touched"
            rows.append(.init(label: "", sign: .ready, text: text))
        }
        view.rows = rows
        return view
    }
}
