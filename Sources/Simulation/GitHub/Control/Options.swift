import Foundation

extension SimulatedGitHub {
    /// How a simulated GitHub behaves.
    public struct Options: Sendable {
        /// 0 for any free port.
        public var port = 0
        /// Every request waits this long before it is looked at.
        public var latency: Duration = .zero
        public var app = AppCredentials()
        /// What the App may do where it is installed.
        public var appPermissions: [String: String] = SimulatedGitHub.usualPermissions
        /// Whether the App is installed on every account from its first moment on. Otherwise `installApp(on:)` does it.
        public var installsAppOnNewAccounts = true
        /// The workflow that builds images; a push of a commit without it starts nothing.
        public var workflowPath = ".github/workflows/slipway.yml"
        /// What builds do that nothing else was said about.
        public var build = BuildPlan.success
        /// Requests per hour and credential.
        public var requestsPerHour = 5000
        /// Content-creating requests per minute and credential, the secondary limit; `nil` for no limit. GitHub's is
        /// about 80.
        public var contentPerMinute: Int?
        /// The status of a refusal because of a limit: GitHub uses 403 and 429.
        public var limitStatus = 403
        /// How long a hook may take to answer.
        public var hookTimeout: Duration = .seconds(10)
        /// The host that image names begin with; `nil` for host and port of the base URL, where the registry really is.
        public var registryHost: String? = "ghcr.io"
        /// A JSON-lines file for all requests to the API; by default what `SLIPWAY_RECORD_GITHUB` says.
        public var recording: String? = ProcessInfo.processInfo.environment["SLIPWAY_RECORD_GITHUB"]
        /// The time; `advanceClock(by:)` is added to it.
        public var now: @Sendable () -> Date = { Date() }
        /// What latency, delays and builds sleep on.
        public var clock: any Clock<Duration> = ContinuousClock()
        /// Where tokens and GUIDs come from.
        public var seed: UInt64 = .random(in: 1...UInt64.max)

        public init() {}
    }

    /// The permissions Slipway's App asks for.
    public static let usualPermissions = [
        "actions": "read", "contents": "write", "deployments": "write", "metadata": "read", "statuses": "write",
        "workflows": "write",
    ]
}
