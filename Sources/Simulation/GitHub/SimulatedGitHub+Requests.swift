import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import NIOFoundationCompat

extension SimulatedGitHub {
    /// What came of a request, before it is put on the wire.
    private struct Outcome {
        var answer: APIAnswer?
        var route: String?
        var caller = "none"
        var isCut = false
    }

    /// One request from its head to its answer: faults and latency, then what the real GitHub would do.
    nonisolated func respond(to request: Request, _ context: SimulationContext) async throws -> Response {
        let body = Data(buffer: try await request.body.collect(upTo: 64 << 20))
        let outcome = await handle(Self.apiRequest(request, body: body))
        guard let answer = outcome.answer else {
            try? await context.channel.close().get()
            return Response(status: .internalServerError)
        }
        var response = Response(status: .init(code: answer.status))
        for (name, value) in answer.headers {
            if let field = HTTPField.Name(name) { response.headers[field] = value }
        }
        response.headers[.contentLength] = String(answer.body.count)
        if request.method != .head, !answer.body.isEmpty {
            response.body = .init(byteBuffer: ByteBuffer(data: answer.body))
        }
        return outcome.isCut ? response.cut(closing: context.channel) : response
    }

    private nonisolated static func apiRequest(_ request: Request, body: Data) -> APIRequest {
        let target = request.head.path ?? "/"
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        var query: [String: String] = [:]
        for (key, value) in request.uri.queryParameters { query[String(key)] = String(value) }
        var headers: [String: String] = [:]
        for field in request.headers { headers[field.name.canonicalName] = field.value }
        headers["?"] = parts.count > 1 ? String(parts[1]) : ""
        return APIRequest(
            method: request.method.rawValue, path: String(parts[0]), query: query, headers: headers, body: body)
    }

    /// Without an answer the connection is to be closed.
    private func handle(_ request: APIRequest) async -> Outcome {
        requestCount += 1
        inFlight += 1
        peakConcurrency = max(peakConcurrency, inFlight)
        defer { inFlight -= 1 }
        let number = requestCount
        let time = now
        let rawQuery = request.headers["?"] ?? ""
        let path = Self.withoutBase(request.path)
        let target = rawQuery.isEmpty ? path : "\(path)?\(rawQuery)"
        let faults = faultRules.take(method: request.method, target: target)
        var delay = latency
        for case .delay(let time) in faults { delay += time }
        if delay > .zero { try? await options.clock.sleep(for: delay) }
        let outcome = outcome(request, path: path, faults: faults)
        for case .answerLate(let time) in faults { try? await options.clock.sleep(for: time) }
        let record = RecordedRequest(
            number: number, time: time, method: request.method, path: path, query: rawQuery, route: outcome.route,
            caller: outcome.caller, status: outcome.answer?.status, body: String(decoding: request.body, as: UTF8.self),
            ended: now, account: account(of: request), limits: Self.limits(in: outcome.answer))
        ledger.append(record)
        if record.route != nil { recording?.append(record) }
        changed()
        return outcome
    }

    private func account(of request: APIRequest) -> String {
        let header = request.headers["authorization"] ?? ""
        let token = header.split(separator: " ").last.map(String.init) ?? ""
        if let known = issued[token] { return known }
        if token.hasPrefix("ey") { return Caller.app.limitKey }
        return ((try? authenticate(request)) ?? .nobody).limitKey
    }

    private static func limits(in answer: APIAnswer?) -> [String: String] {
        guard let answer else { return [:] }
        var limits = answer.headers.filter { name, _ in
            name.lowercased() == "retry-after" || name.lowercased().hasPrefix("x-ratelimit-")
        }
        if answer.status == 403 { limits["message"] = (try? JSONValue(parsing: answer.body))?["message"]?.string }
        return limits
    }

    private func outcome(_ request: APIRequest, path: String, faults: [Fault.Effect]) -> Outcome {
        let route = (try? find(request.method, path))?.0?.pattern
        if faults.contains(.dropConnection) { return Outcome(route: route) }
        for case .answer(let status, let body, let headers) in faults {
            let json = ["Content-Type": "application/json; charset=utf-8"]
            return Outcome(
                answer: APIAnswer(
                    status: status, headers: json.merging(headers) { _, mine in mine }, body: Data(body.utf8)),
                route: route)
        }
        var outcome = dispatch(request, path: path)
        if faults.contains(.loseResponse) { outcome.answer = nil }
        outcome.isCut = faults.contains(.cutBody)
        return outcome
    }

    /// The API, the registry, git, or a page for people.
    private func dispatch(_ request: APIRequest, path: String) -> Outcome {
        if let answer = answerRegistry(request) { return Outcome(answer: answer) }
        if let answer = answerGit(request) { return Outcome(answer: answer) }
        if let answer = answerRegistration(request) { return Outcome(answer: answer) }
        var outcome = Outcome()
        var asked = request
        var route: Route?
        do {
            (route, asked.parameters) = try find(request.method, path)
            outcome.route = route?.pattern
            asked.caller = try authenticate(request)
            outcome.caller = asked.caller.word
            outcome.answer = try answer(&asked, route: route)
        } catch let failure as APIFailure {
            outcome.answer = failure.answer
        } catch {
            outcome.answer = APIFailure(status: 500, message: "Server Error: \(error)").answer
        }
        if route == nil, request.method == "GET", let page = page(request.path) { return Outcome(answer: page) }
        if let answer = outcome.answer { outcome.answer = decorated(answer, asked) }
        return outcome
    }

    private func find(_ method: String, _ path: String) throws(APIFailure) -> (Route?, [String: String]) {
        var segments = path.split(separator: "/").map { $0.removingPercentEncoding ?? String($0) }
        if segments.first == "repositories", segments.count > 1 {
            // `/repositories/{id}/…` is `/repos/{owner}/{repo}/…` by number.
            guard let repository = Int(segments[1]).flatMap({ repositories[$0] }) else { throw .notFound }
            segments.replaceSubrange(0..<2, with: ["repos", repository.owner.login, repository.name])
        }
        for route in RouteTable.all {
            if let parameters = route.match(method, segments) { return (route, parameters) }
        }
        return (nil, [:])
    }

    private func answer(_ request: inout APIRequest, route: Route?) throws -> APIAnswer {
        guard request.headers["user-agent"]?.isEmpty == false else {
            throw APIFailure.forbidden(
                "Request forbidden by administrative rules. Please make sure your request has a User-Agent header "
                    + "(https://docs.github.com/en/rest/overview/resources-in-the-rest-api#user-agent-required).")
        }
        guard let route else { throw APIFailure.notFound }
        try checkLimits(request, route)
        try authorize(&request, route)
        return try route.handle(self, request)
    }

    private static func withoutBase(_ path: String) -> String {
        path.hasPrefix("/api/v3/") ? String(path.dropFirst("/api/v3".count)) : path
    }

    private func decorated(_ answer: APIAnswer, _ request: APIRequest) -> APIAnswer {
        var answer = answer
        let key = request.caller.limitKey
        let window = limits.window(key, limit: hourlyLimit(request.caller), now: now)
        answer.headers.merge(request.caller.grant?.headers ?? [:]) { mine, _ in mine }
        answer.headers.merge([
            "X-GitHub-Media-Type": "github.v3; format=json", "X-GitHub-Request-Id": random.text(20),
            "X-GitHub-Api-Version-Selected": "2022-11-28", "X-RateLimit-Limit": String(window.limit),
            "X-RateLimit-Remaining": String(window.remaining), "X-RateLimit-Used": String(window.used),
            "X-RateLimit-Reset": String(Int(window.reset.timeIntervalSince1970)), "X-RateLimit-Resource": "core",
        ]) { mine, _ in mine }
        return answer
    }
}
