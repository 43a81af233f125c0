import Foundation
import Storage

extension CommitStory {
    /// The story that the records tell; `nil` if the project's id is not one.
    init?(_ records: CommitRecords, objects: [CreatedObject] = []) {
        guard let id = ProjectID(records.project.id) else { return nil }
        self.init(
            project: id, repository: records.project.fullName, commit: records.commit, subject: records.subject,
            branch: records.project.branch, previousImage: records.previousImage,
            setUp: SetUpStory(records, objects: objects), build: records.release.map(BuildStory.init),
            environments: records.environments.map { EnvironmentStory($0, records) },
            farewell: records.archival.flatMap(FarewellStory.init), updated: records.lastChange)
    }
}

extension CommitRecords {
    fileprivate var subject: String {
        release?.subject ?? push?.subject ?? ""
    }

    /// What ran in the first environment before this commit came.
    fileprivate var previousImage: String? {
        let image = releaseEnvironments.first?.previousImage ?? release?.previousSHA
        return image == commit || project.scaffoldSHA == commit ? nil : image
    }

    /// When anything of it changed last. Not the time of telling: telling again what has not changed gives the same text.
    fileprivate var lastChange: Date {
        let ofStages = stages.flatMap { [$0.started, $0.finished] }.compactMap(\.self)
        let ofBuild = [release?.created, release?.buildStarted, release?.buildFinished].compactMap(\.self)
        let ofEnvironments = releaseEnvironments.isEmpty ? environments.map(\.updated) : []
        let ofArchival = [archival?.announced, archival?.begun, archival?.removed].compactMap(\.self)
        let all = ofStages + ofBuild + ofEnvironments + releaseEnvironments.map(\.updated) + ofArchival
        return (all + [push?.time].compactMap(\.self)).max() ?? project.updated
    }

    /// What the row of an environment says of a release that waits for its turn there.
    fileprivate func waiting(_ environment: EnvironmentName) -> String {
        guard release?.buildState == .success else { return "waits for the build" }
        return environment.before.last.map { "after \($0.rawValue)" } ?? "next"
    }
}

extension EnvironmentStory {
    fileprivate init(_ environment: EnvironmentRecord, _ records: CommitRecords) {
        let row = records.releaseEnvironments.first { $0.environment == environment.name }
        if let row, let release = records.release, !release.buildState.hasFailed {
            self.init(environment, row, release: release, waiting: records.waiting(environment.name))
        } else {
            self.init(environment, buildHasFailed: records.release != nil)
        }
        if records.archival?.begun != nil {
            leave(environment)
        } else if let rest = records.rests.first(where: { $0.environment == environment.name }) {
            tell(rest)
        }
    }

    /// What the release was like there does not matter any more.
    private mutating func leave(_ environment: EnvironmentRecord) {
        (state, detail) = (StateSign(environment.state), environment.message ?? "")
        (image, nextImage, trouble) = (nil, nil, environment.trouble)
    }

    /// What runs goes on running, but nothing new comes. A release that is under way, or failed, tells about itself.
    private mutating func tell(_ rest: SourceRestRecord) {
        guard state != .working, state != .failed else { return }
        let trouble = Trouble.resting(rest)
        state = .paused
        detail = trouble.summary ?? trouble.what
        self.trouble = trouble
    }

    /// Without a release: what the environment itself says.
    private init(_ environment: EnvironmentRecord, buildHasFailed: Bool) {
        self.init(
            name: environment.name, state: StateSign(environment.stateForOthers), detail: environment.message ?? "",
            image: environment.imageTag, address: environment.address,
            // What failed, or runs and is not reachable, is told on its own commit.
            trouble: [.failed, .ready].contains(environment.state) ? nil : environment.trouble)
        guard buildHasFailed, environment.imageTag != nil, trouble == nil else { return }
        detail = "unchanged"
    }

    /// With a release: how far it is here.
    private init(
        _ environment: EnvironmentRecord, _ row: ReleaseEnvironmentRecord, release: ReleaseRecord, waiting: String
    ) {
        let before = row.previousImage ?? (environment.imageTag == release.sha ? nil : environment.imageTag)
        self.init(
            name: environment.name, state: StateSign(row.state), detail: row.detail ?? "", image: before,
            nextImage: row.state.isUnderWay ? release.sha : nil, address: environment.address, trouble: row.trouble)
        switch row.state {
        case .ready:
            image = release.sha
            detail = row.took.map { "ready, \(Wording.duration($0))" } ?? "ready"
            // What a release that arrived has is an address that does not lead to it, or not to it alone.
            if let trouble = row.trouble { detail += trouble.isAboutSharing ? ", address shared" : ", not reachable" }
        case .waiting where environment.state == .degraded:
            // The release waits for an environment that could not be prepared yet: there is nothing else to tell.
            (detail, trouble) = (environment.message ?? waiting, trouble ?? environment.trouble)
        case .waiting: if detail.isEmpty { detail = waiting }
        case .skipped: if detail.isEmpty { detail = "not touched" }
        case .failed: detail = row.trouble?.summary ?? detail
        case .working, .superseded: break
        }
    }
}

extension EnvironmentRecord {
    /// The state as a commit sees it that has no release there: work that is under way is another commit's, and told there.
    var stateForOthers: EnvironmentState {
        guard state == .working else { return state }
        return imageTag == nil ? .waiting : .ready
    }
}

extension SetUpStory {
    /// `nil` on a commit the project was not set up with.
    fileprivate init?(_ records: CommitRecords, objects: [CreatedObject]) {
        guard !records.stages.isEmpty else { return nil }
        let project = records.project
        let started = records.stages.compactMap(\.started).min()
        let finished = records.stages.compactMap(\.finished).max()
        let isOver = project.state != .settingUp
        self.init(
            state: StateSign(project.state), percent: records.stages.percent,
            stages: records.stages.filter { $0.state != .pending }.map { StageStory($0, template: project.template) },
            took: isOver ? started.flatMap { start in finished?.timeIntervalSince(start) } : nil,
            withheld: project.withheldFiles, template: project.template, objects: objects, trouble: project.trouble)
    }
}

extension StageStory {
    fileprivate init(_ step: InitialisationStepRecord, template: String) {
        let text =
            switch step.stage {
            case .project: "Project registered"
            case .template: "Template `\(template)` rendered\(step.detail.map { " (\(Markdown.plain($0)))" } ?? "")"
            case .environments: "Environments planned"
            case .repository: "Repository ready"
            case .scaffoldCommit: step.committed
            case .records: "Records written"
            case .cluster: "Cluster"
            case .active: "Active"
            }
        self.init(StateSign(step.state), text)
    }
}

extension InitialisationStepRecord {
    fileprivate var committed: String {
        if let detail { return "Files committed as `\(Wording.short(detail))`" }
        return state == .done ? "No file was missing" : "Files"
    }
}

extension BuildStory {
    fileprivate init(_ release: ReleaseRecord) {
        let took = release.buildStarted.flatMap { start in release.buildFinished?.timeIntervalSince(start) }
        self.init(
            state: State(release.buildState), name: release.buildName, number: release.buildNumber,
            url: release.buildURL, took: took, failedJobs: release.failedJobs)
    }
}

extension BuildStory.State {
    fileprivate init(_ state: BuildState) {
        switch state {
        case .requested: self = .requested
        case .inProgress: self = .running
        case .success: self = .succeeded
        default: self = .ended(state.rawValue)
        }
    }
}

extension BuildState {
    /// Ended without an image to release.
    var hasFailed: Bool { isFinished && self != .success }
}

extension ReleaseState {
    fileprivate var isUnderWay: Bool { self == .working || self == .failed || self == .ready }
}

extension ReleaseEnvironmentRecord {
    fileprivate var took: Double? {
        started.flatMap { start in finished?.timeIntervalSince(start) }
    }
}
