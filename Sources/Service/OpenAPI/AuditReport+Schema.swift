import Storage

extension AuditReport {
    static let schema = Schema.object(
        "AuditLine", "Who had what done, or how that ended. Lines are only ever added.",
        [
            .init("id", .integer, "In the order in which they were written."),
            .init("time", .time, "When."),
            .init(
                "by", .oneOf(AuditActor.Kind.self),
                "Who: the sender of a delivery, a token of the API, a user of the machine, or Slipway by itself."),
            .init("actor", .string.orNull, "Login, name of the token or user; null for the schedule."),
            .init("action", .oneOf(AuditAction.self), "What."),
            .init(
                "outcome", .oneOf(AuditOutcome.self),
                "`asked` when a run was enqueued; each has a second line of how it ended."),
            .init("reason", .string.orNull, "How it ended, in words."),
            .init("project", .string.orNull, "The project's id."),
            .init("repository", .string.orNull, "`owner/name` as it was then."),
            .init("run", .integer.orNull, "The run that does it; null of what needs none."),
            .init("delivery", .string.orNull, "GUID of the delivery that asked."),
            .init("subject", .string.orNull, "What exactly was asked for: the key of the run."),
        ])
}
