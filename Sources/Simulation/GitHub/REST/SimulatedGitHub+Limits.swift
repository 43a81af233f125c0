import Foundation

extension SimulatedGitHub {
    func hourlyLimit(_ caller: Caller) -> Int {
        if case .nobody = caller { return min(60, options.requestsPerHour) }
        return options.requestsPerHour
    }

    /// The primary limit for all requests, the secondary for those that create content.
    func checkLimits(_ request: APIRequest, _ route: Route) throws(APIFailure) {
        guard route.pattern != "/rate_limit" else { return }
        let key = request.caller.limitKey
        guard limits.use(key, limit: hourlyLimit(request.caller), now: now) else {
            throw APIFailure(
                status: options.limitStatus,
                message:
                    "API rate limit exceeded for \(key). If you reach out to GitHub Support for help, please include "
                    + "the request ID.",
                documentation: "https://docs.github.com/rest/overview/rate-limits-for-the-rest-api")
        }
        guard route.createsContent, let perMinute = options.contentPerMinute else { return }
        guard limits.createContent(key, perMinute: perMinute, now: now) else {
            throw APIFailure(
                status: options.limitStatus,
                message: "You have exceeded a secondary rate limit and have been temporarily blocked from content "
                    + "creation. Please retry your request again later.",
                headers: ["Retry-After": "60"],
                documentation:
                    "https://docs.github.com/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits")
        }
    }

    func showRateLimit(_ request: APIRequest) -> APIAnswer {
        let window = limits.window(request.caller.limitKey, limit: hourlyLimit(request.caller), now: now)
        let core: JSONValue = [
            "limit": .int(window.limit), "remaining": .int(window.remaining), "used": .int(window.used),
            "reset": .int(Int(window.reset.timeIntervalSince1970)), "resource": "core",
        ]
        return APIAnswer(["resources": ["core": core], "rate": core])
    }

    /// Uses up the hour of an installation (or of everyone, without one): refused until `reset` seconds from now.
    public func exhaustRateLimit(installation: Int? = nil, reset: TimeInterval = 60) {
        var keys = installation.map { ["installation \($0)"] } ?? installations.keys.map { "installation \($0)" }
        if installation == nil { keys += grants.values.map { Caller.token($0).limitKey } + ["app", "nobody"] }
        for key in keys {
            limits.exhaust(key, limit: options.requestsPerHour, reset: now.addingTimeInterval(reset))
        }
        changed()
    }
}
