import Automations
import Simulation
import Storage

/// A build succeeds, and its image goes through the environments.
struct ReleaseChapter: Chapter {
    let number: Int
    let title: String
    let release: String
    /// The words Flux had been told to fetch with before the push, by environment; nil: nothing was pushed in this chapter.
    var tokensBefore: [String: String]?

    var commit: String? { release }

    /// Slipway tells Flux about a push at once, not only when the image is there.
    func missingBeforeTheBuildEnds(in sight: Sight) -> [String] {
        guard let tokensBefore else { return [] }
        return sight.environments.compactMap { environment in
            let name = environment.name.rawValue
            guard let token = environment.token, token != tokensBefore[name] else {
                return "Flux was not told about the push in \(name)"
            }
            guard environment.handledToken == token, environment.fetched == release else {
                return "Flux has not fetched the push in \(name)"
            }
            return nil
        }
    }

    func missing(in sight: Sight) -> [String] {
        guard sight.build(of: release)?.conclusion == "success" else { return ["the build has not succeeded"] }
        let body = sight.comments(on: release).first?.body ?? ""
        let untold = sight.environments.filter { !body.contains("| \($0.name.rawValue) | ✅ ready") }
            .map { "the comment does not say that \($0.name.rawValue) is ready" }
        return sight.environments.compactMap { missing(in: $0, sight) } + untold
    }

    private func missing(in environment: EnvironmentSight, _ sight: Sight) -> String? {
        let name = environment.name.rawValue
        let short = Wording.short(release)
        if environment.pinned != release { return "\(name) is not set to \(short)" }
        if !environment.runs(release) { return "not all pods run \(short) in \(name)" }
        if environment.applied != release { return "Flux has not applied \(short) in \(name)" }
        if sight.status(of: environment, on: release)?.state != "success" {
            return "no status says that \(name) is ready"
        }
        if sight.deploymentState(of: environment, on: release) != "success" {
            return "no deployment to \(name) that succeeded"
        }
        return nil
    }

    func view(of sight: Sight, pace: Pace) -> ChapterView {
        var view = ChapterView(number: number, title: title)
        view.show(sight.build(of: release), at: sight.time, pace: pace)
        view.rows = sight.environments.map { .init($0, release: release, sight) }
        return view
    }
}
