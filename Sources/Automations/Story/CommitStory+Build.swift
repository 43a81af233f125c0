import Storage

extension CommitStory {
    /// What the build does, or how it ended.
    var buildLines: [String] {
        guard let build else { return [] }
        let link = Markdown.link("\(build.name) #\(build.number)", to: build.url)
        switch build.state {
        case .requested, .running: return [running(link)]
        case .succeeded:
            let time = build.took.map { " in \(Wording.duration($0))" } ?? ""
            return ["Build: \(link) succeeded\(time)."]
        case .ended: return ended(build, link)
        }
    }

    private func running(_ link: String) -> String {
        guard setUp != nil else { return "The image is being built: \(link)." }
        return
            "The first build is running: \(link). It usually takes 3 to 5 minutes. Until it is done the pods cannot pull "
            + "their image; that is expected. From now on every push to \(Markdown.code(branch)) deploys itself."
    }

    private func ended(_ build: BuildStory, _ link: String) -> [String] {
        let jobs = build.failedJobs.map { job in
            let steps = Wording.list(job.steps.map(Markdown.code))
            let step = steps.isEmpty ? "" : ", step \(steps)"
            return "- ❌ job \(Markdown.code(job.name))\(step): \(Markdown.link("log", to: job.url))"
        }
        let verb = jobs.isEmpty ? "Build: \(link)." : "Build: \(link).\n\n\(jobs.joined(separator: "\n"))"
        return [verb, consequence(build)]
    }

    private func consequence(_ build: BuildStory) -> String {
        let running = Set(environments.compactMap(\.image))
        let keeps =
            switch running.count {
            case 0: "Nothing was deployed; no version runs yet."
            case 1: "Nothing was deployed; `\(Wording.short(running.first ?? ""))` keeps running everywhere."
            default: "Nothing was deployed; every environment keeps what it runs."
            }
        let remedy =
            build.failedJobs.isEmpty
            ? "open the build, and re-run it or push again."
            : "open the log, push a fix, or re-run the build if the cause was passing."
        return "\(keeps)\n\n**What to do:** \(remedy)"
    }
}
