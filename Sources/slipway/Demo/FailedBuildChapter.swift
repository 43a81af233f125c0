import Automations
import Simulation
import Storage

/// A build fails: nothing is deployed, and the commit says which job and which step.
struct FailedBuildChapter: Chapter {
    static let job = "image"
    static let step = "Build and push"

    let number: Int
    let title = "a commit is pushed whose build fails"
    let pushed: String
    /// What runs everywhere, before and after.
    let serving: String

    var commit: String? { pushed }

    func missing(in sight: Sight) -> [String] {
        guard sight.build(of: pushed)?.conclusion == "failure" else { return ["the build has not ended"] }
        guard let body = sight.comments(on: pushed).first?.body else {
            return ["no comment on \(Wording.short(pushed))"]
        }
        let facts = ["`\(Self.job)`", "`\(Self.step)`", "Nothing was deployed", Wording.short(serving)]
        let waiting = sight.environments.filter { sight.status(of: $0, on: pushed)?.state != "failure" }
        return facts.filter { !body.contains($0) }.map { "the comment does not name \($0)" }
            + waiting.map { "no status says that nothing came to \($0.name.rawValue)" }
    }

    func wrong(in sight: Sight) -> [String] {
        sight.environments.flatMap { environment in
            let name = environment.name.rawValue
            return (environment.pinned == serving ? [] : ["\(name) was set to another image"])
                + (environment.readyPods(serving) > 0 ? [] : ["\(Wording.short(serving)) no longer serves in \(name)"])
        }
    }

    func view(of sight: Sight, pace: Pace) -> ChapterView {
        var view = ChapterView(number: number, title: title)
        view.show(sight.build(of: pushed), at: sight.time, pace: pace)
        guard missing(in: sight).isEmpty else { return view }
        let text =
            "job \"\(Self.job)\", step \"\(Self.step)\": nothing deployed, \(Wording.short(serving)) keeps running"
        view.rows = [.init(label: "", sign: .failed, text: text)]
        return view
    }
}
