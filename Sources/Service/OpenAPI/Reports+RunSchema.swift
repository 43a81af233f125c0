import Automations
import Storage

extension RunSummary {
    static let schema = Schema.object("RunSummary", "A run.", fields)

    static let fields: [Schema.Field] = [
        .init("id", .integer, "Its number."),
        .init("automation", .string, "What it executes, such as `SetUpProject` or `Deploy`."),
        .init("key", .string, "What it is for; a second run with the same key is never made."),
        .init("project", .string, "The project's id."),
        .init("repository", .string.orNull, "`owner/name`; null of a project that is not known, or not yet."),
        .init("state", .oneOf(RunState.self), "How far it is."),
        .init("waitsFor", .string.orNull, "What a waiting run waits for."),
        .init("created", .time, "When it was asked for."),
        .init("started", .time.orNull, "When it had its first turn."),
        .init("finished", .time.orNull, "When it ended."),
        .init("outcome", .string.orNull, "How it ended."),
        .init("delivery", .string.orNull, "GUID of the delivery that first asked for it; null when a person did."),
    ]
}

extension RunReport {
    static let schema = Schema.object(
        "RunReport", "A run with its steps.",
        RunSummary.fields + [.init("steps", .list(of: StepReport.schema), "In the order in which they were begun.")])
}

extension StepReport {
    static let schema = Schema.object(
        "Step", "A named part of a run, recorded when it has finished, and never executed again.",
        [
            .init("name", .string, "What is done."),
            .init("started", .time, "When it was begun first."),
            .init("finished", .time.orNull, "When it was recorded."),
            .init("attempts", .integer, "How often it was tried."),
            .init("lastError", .string.orNull, "Why the last attempt failed that did."),
        ])
}

extension DeliveryReport {
    static let schema = Schema.object(
        "Delivery", "One webhook request, and what came of it.",
        [
            .init("guid", .string, "GitHub's, as under Recent Deliveries."),
            .init("event", .string, "Such as `push`."),
            .init("action", .string.orNull, "Such as `created`."),
            .init("repository", .string.orNull, "`owner/name`."),
            .init("sender", .string.orNull, "Whose doing it is."),
            .init("received", .time, "When it came; of one that did not, when GitHub first could not deliver it."),
            .init(
                "status", .among(DeliveryStatus.allCases.map(\.rawValue) + [lost]),
                "What became of it; `lost` when it did not come, or not yet."),
            .init("reason", .string.orNull, "Why nothing or something else came of it."),
            .init("runs", .list(of: Run.schema), "What it led to."),
            .init("redelivery", Redelivery.schema.orNull, "Null when it came by itself."),
        ])
}

extension DeliveryReport.Run {
    static let schema = Schema.object(
        "DeliveryRun", "A run that a delivery led to.",
        [
            .init("id", .integer, "Its number."),
            .init("automation", .string, "What it executes."),
            .init("state", .oneOf(RunState.self), "How far it is."),
        ])
}

extension DeliveryReport.Redelivery {
    static let schema = Schema.object(
        "Redelivery", "What was done about a delivery that was lost on its way.",
        [
            .init("requests", .integer, "How often GitHub was asked to send it again."),
            .init("requested", .time.orNull, "When it was asked last."),
            .init("next", .time.orNull, "When it is asked again; null when it is not."),
            .init("failure", .string, "What GitHub said of the latest attempt that failed."),
        ])
}

extension APIProblem {
    static let schema = Schema.object(
        "Problem", "Why a request is not answered as asked (RFC 9457).",
        [
            .init("type", .string, "Always `about:blank`: `code` tells kinds apart."),
            .init("title", .string, "The phrase of the status."),
            .init("status", .integer, "The HTTP status."),
            .init("code", .oneOf(Code.self), "What went wrong, for programs."),
            .init("detail", .string, "What happened."),
            .init("whatToDo", .string, "What to do about it."),
        ])
}
