import Automations
import Storage

extension ProjectSummary {
    static let schema = Schema.object(
        "ProjectSummary", "A project with its environments.",
        [
            .init("id", .string, "UUIDv5 of the repository: it survives renames and transfers."),
            .init("repository", .string, "`owner/name`."),
            .init("template", .string, "What the repository received."),
            .init("branch", .string, "The tracked branch."),
            .init("state", .oneOf(ProjectState.self), "Where the project is in its life."),
            .init("reason", .string.orNull, "Why it is degraded or failed."),
            .init("paused", .time.orNull, "Since when nothing is put back in the cluster, because a person said so."),
            .init("created", .time, "Since when Slipway knows it."),
            .init("environments", .list(of: EnvironmentReport.schema), "In the order in which a release visits them."),
        ])
}

extension ProjectReport {
    static let schema = Schema.object(
        "ProjectReport", "Everything that is stored about a project.",
        [
            .init("project", ProjectSummary.schema, "The project itself."),
            .init("percent", .integer(from: 0, to: 100), "How far its set-up has come."),
            .init("stages", .list(of: StageReport.schema), "The stages of its set-up, in order."),
            .init("resources", .list(of: ResourceReport.schema), "Its namespaces and Flux objects."),
            .init("rests", .list(of: RestReport.schema), "Sources that are suspended because they keep failing."),
            .init("archival", ArchivalReport.schema.orNull, "Its way out of the cluster; null for one that stays."),
            .init("unseen", .string.orNull, "Why GitHub does not show the repository to Slipway; null while it does."),
            .init("runs", .list(of: RunReport.schema), "The last ten runs, newest first."),
        ])
}

extension ArchivalReport {
    static let schema = Schema.object(
        "Archival", "A project's way out of the cluster.",
        [
            .init("phase", .oneOf(ArchivalRecord.Phase.self), "How far it is."),
            .init("cause", .oneOf(ArchivalRecord.Cause.self), "What led to it."),
            .init("reason", .string, "The same in words."),
            .init("due", .time, "Nothing is removed before this."),
            .init("begun", .time.orNull, "When the removal began."),
            .init("removed", .time.orNull, "When nothing of it was in the cluster any more."),
        ])
}

extension EnvironmentReport {
    static let schema = Schema.object(
        "Environment", "An environment of a project: one namespace.",
        [
            .init("name", .oneOf(EnvironmentName.self), "Which."),
            .init("namespace", .string, "Its namespace in the cluster."),
            .init("state", .oneOf(EnvironmentState.self), "How it is."),
            .init("message", .string.orNull, "What that means here."),
            .init("imageTag", .string.orNull, "The image that runs: the full SHA of its commit."),
            .init("desiredImageTag", .string.orNull, "The image that should run."),
            .init("address", .string.orNull, "Where it answers."),
            .init("paused", .time.orNull, "Since when its namespace says that nothing is put back in it."),
            .init("trouble", TroubleReport.schema.orNull, "What is the matter, if something is."),
            .init("updated", .time, "When this was last changed."),
        ])
}

extension TroubleReport {
    static let schema = Schema.object(
        "Trouble", "What is the matter in an environment, in the words of the comment.",
        [
            .init(
                "code", .string.orNull, "A name that stays, such as `crashLoop`; null for what is not of the cluster."),
            .init("what", .string, "What is the matter."),
            .init("why", .string, "Why; empty where that is not known."),
            .init("whatToDo", .string, "What helps."),
        ])
}

extension RestReport {
    static let schema = Schema.object(
        "Rest", "A source that is suspended because it keeps failing.",
        [
            .init("environment", .oneOf(EnvironmentName.self), "Whose it is."),
            .init("failing", .time, "Since when it has been failing."),
            .init("message", .string, "What Flux said."),
            .init("round", .integer, "How often it was suspended in a row; each time for longer."),
            .init("nextTry", .time, "When Flux tries again, if no push or release comes before."),
            .init("isTrying", .boolean, "Whether Flux is trying at this moment."),
        ])
}

extension StageReport {
    static let schema = Schema.object(
        "Stage", "One stage of setting a project up.",
        [
            .init("stage", .oneOf(InitialisationStage.self), "Which."),
            .init("state", .oneOf(InitialisationStepRecord.State.self), "How far it is."),
            .init("started", .time.orNull, "When it was begun first."),
            .init("finished", .time.orNull, "When it ended."),
            .init("detail", .string.orNull, "Such as the number of files."),
            .init("error", .string.orNull, "Why it failed."),
        ])
}

extension ResourceReport {
    static let schema = Schema.object(
        "Resource", "A namespace or Flux object, and how it was last seen.",
        [
            .init("environment", .oneOf(EnvironmentName.self), "Whose it is."),
            .init("kind", .oneOf(GitOpsResourceRecord.Kind.self), "Its type."),
            .init("namespace", .string, "Where it is."),
            .init("name", .string, "What it is called there."),
            .init("status", .oneOf(GitOpsResourceRecord.Status.self), "How it is."),
            .init("reason", .string.orNull, "Why, in one word, such as `GitOperationFailed`."),
            .init("message", .string.orNull, "What Flux says."),
            .init("revision", .string.orNull, "What it fetched or applied last."),
            .init("since", .time, "Since when the status is what it is."),
            .init("failing", .time.orNull, "When it failed first since it was ready last."),
        ])
}
