import Foundation

/// What GitHub said about a build at one moment.
public struct BuildReport: Sendable, Equatable {
    public var project: String
    public var sha: String
    public var ref: String
    public var run: Int64
    public var attempt: Int
    public var number: Int
    public var name: String
    public var url: String
    public var state: BuildState
    public var started: Date?
    public var finished: Date?
    public var subject: String
    public var previousSHA: String?

    public init(
        project: String, sha: String, ref: String, run: Int64, attempt: Int, number: Int, name: String, url: String,
        state: BuildState, started: Date? = nil, finished: Date? = nil, subject: String, previousSHA: String? = nil
    ) {
        self.project = project
        self.sha = sha
        self.ref = ref
        self.run = run
        self.attempt = attempt
        self.number = number
        self.name = name
        self.url = url
        self.state = state
        self.started = started
        self.finished = finished
        self.subject = subject
        self.previousSHA = previousSHA
    }
}
