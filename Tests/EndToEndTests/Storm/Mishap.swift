/// What goes wrong in a storm.
enum Mishap: String, Sendable, Hashable, CaseIterable {
    // GitHub
    case gitHubFails = "GitHub answers 5xx"
    case gitHubHangs = "GitHub does not answer in time"
    case gitHubCutsBodies = "GitHub's connection is reset in mid-body"
    case gitHubLosesAnswers = "GitHub's answer is lost"
    case gitHubDrops = "GitHub's connection is reset before the request is read"
    case gitHubLimits403 = "GitHub answers 403 with Retry-After"
    case gitHubLimits429 = "GitHub answers 429 with Retry-After"
    case gitHubLimitsSilently = "GitHub answers 403 or 429 without Retry-After"
    case rateLimitSpent = "GitHub's hourly limit is spent until its reset"
    case tokensExpire = "tokens expire early"
    case tokensRevoked = "tokens are revoked"
    case gitHubConflicts = "GitHub answers 409"
    case gitHubRefuses = "GitHub answers 422"
    case permissionMissing = "a permission is withdrawn for a while"
    // Cluster
    case clusterFails = "the cluster answers 5xx"
    case clusterHangs = "the cluster does not answer in time"
    case clusterCutsBodies = "the cluster's connection is reset in mid-body"
    case clusterLosesAnswers = "the cluster's answer is lost"
    case clusterThrottles = "the cluster answers 429"
    case clusterConflicts = "the cluster answers 409"
    case clusterRefuses = "the cluster answers 422"
    case watchesDrop = "watches are dropped"
    case watchesExpire = "watches are too old (410)"
    case clusterAway = "the cluster is away for minutes"
    case typesMissing = "the Flux types are not installed yet"
    case namespaceStuck = "a namespace is stuck in Terminating"
    case quotaRefuses = "a quota refuses"
    case deletedByHand = "an object is deleted by hand"
    case changedByHand = "an object is changed by hand"
    case fetchesFail = "Flux cannot fetch"
    // Deliveries
    case deliveriesThrice = "every delivery three times in any order"
    case deliveriesLost = "deliveries are lost"
    case deliveriesSwapped = "deliveries change places"
    case replays = "deliveries come again under a new GUID"
    // Slipway's own machine
    case clockAhead = "the clock is an hour ahead"
    case clockBehind = "the clock is an hour behind"
    case stops = "Slipway is stopped and started"
    case dies = "Slipway's work is cut off and it starts again"

    /// How long one lasts, in seconds. Those that count requests end with their count.
    var lasting: ClosedRange<Double> {
        switch self {
        case .clusterAway: 60...180
        case .typesMissing: 40...150
        case .namespaceStuck, .quotaRefuses, .permissionMissing: 30...120
        case .deliveriesThrice, .deliveriesLost, .deliveriesSwapped: 60...150
        case .clockAhead, .clockBehind: 20...90
        case .rateLimitSpent: 40...150
        case .stops, .dies: 1...60
        case .watchesDrop, .watchesExpire, .tokensExpire, .tokensRevoked, .replays, .deletedByHand, .changedByHand:
            0...0
        default: 20...90
        }
    }
}
