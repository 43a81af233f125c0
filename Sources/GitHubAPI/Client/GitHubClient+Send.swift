import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Redaction

extension GitHubClient {
    /// Sends a request and decodes the answer's body.
    func send<Answer: Decodable>(_ request: APIRequest) async throws -> Answer {
        try decode(try await respond(to: request), request: request)
    }

    /// Sends a request and looks only at its status.
    func sendIgnoringBody(_ request: APIRequest) async throws {
        _ = try await respond(to: request)
    }

    func decode<Answer: Decodable>(_ response: APIResponse, request: APIRequest) throws -> Answer {
        do {
            return try response.decode(Answer.self)
        } catch {
            let problem = (error as? DecodingError).map { EventError(name: "answer", $0) }
            var message = "the body is not the JSON that GitHub documents"
            if case .field(_, let path, let words) = problem { message = "\(path): \(words)" }
            throw GitHubError(
                code: .invalidAnswer, status: response.status, request: request, message: message,
                outcomeUnknown: !request.isRead)
        }
    }

    /// A successful answer. A refused token is replaced once, and a transferred repository followed.
    func respond(to request: APIRequest) async throws -> APIResponse {
        guard !request.path.isInvalid else { throw GitHubError(code: .invalidRequest, request: request) }
        return try await followingTransfer { try await $0.respondWithToken(to: request) }
    }

    private func respondWithToken(to request: APIRequest) async throws -> APIResponse {
        do {
            return try await attempt(request)
        } catch let refused as RefusedToken {
            guard usesApp else { throw core.refusals.note(refused.error, for: limitKey, now: core.now()) }
            await core.tokens.drop(refused.token, for: scope)
        }
        do {
            return try await attempt(request)
        } catch let refused as RefusedToken {
            throw core.refusals.note(refused.error, for: limitKey, now: core.now())
        }
    }

    private struct RefusedToken: Error {
        let token: AccessToken
        let error: GitHubError
    }

    var limitKey: String { usesApp ? scope.limitKey : "token" }

    private func attempt(_ request: APIRequest) async throws -> APIResponse {
        if let refusal = core.refusals.held(limitKey, now: core.now()) { throw refusal }
        try await learnTime()
        if let until = await ownTime(core.limits.wait(for: limitKey, now: core.gitHubTime)) {
            throw GitHubError(code: .rateLimited(until: until), request: request, retryNotBefore: until)
        }
        let token = try await ownToken()
        let response = try await follow(request, token: token)
        let body = response.isSuccess ? nil : try? response.decode(GitHubError.Body.self)
        if RateLimits.contradicts(response, now: core.gitHubTime) { await relearnTime(response) }
        let until = await ownTime(
            core.limits.note(response, message: body?.message, for: limitKey, now: core.gitHubTime))
        if let held = await core.limits.wait(for: limitKey, now: core.gitHubTime) {
            await core.memory.remember(limitKey, held)
        }
        guard !response.isSuccess else {
            core.refusals.clear(limitKey)
            return response
        }
        let error = GitHubError(response, body: body, to: request, limitedUntil: until)
        guard error.code != .unauthorized else {
            if scope == .app { await relearnTime(response) }
            throw RefusedToken(token: token, error: error)
        }
        // By the next attempt somebody may have granted what is missing.
        if token.isPartial, error.isPermissionRefusal { await core.tokens.drop(token, for: scope) }
        if error.code == .suspended, scope != .app { throw core.refusals.note(error, for: limitKey, now: core.now()) }
        throw error
    }

    /// After a restart with limits to keep, GitHub is asked for its time first: this machine's clock may be another one
    /// than that which they were noted by. Asking for the limits is free (docs.github.com, "Rate limits for the REST API").
    private func learnTime() async throws {
        guard !core.skew.isKnown, !core.memory.known.isEmpty else { return }
        let question = APIRequest.get("/rate_limit")
        let answer = try await exchangeWithoutToken(question)
        core.skew.learn(from: answer.header("date"), now: core.now())
    }

    private func relearnTime(_ refusal: APIResponse) async {
        let change = core.skew.learn(from: refusal.header("date"), now: core.now())
        guard abs(change) > 0 else { return }
        for (account, until) in await core.limits.shift(by: change) where until > core.gitHubTime {
            await core.memory.remember(account, until)
        }
    }

    private func ownTime(_ gitHubTime: Date?) -> Date? { gitHubTime?.addingTimeInterval(-core.skew.value) }

    /// Follows redirects (a renamed repository) within the API, keeping method and body.
    private func follow(_ request: APIRequest, token: AccessToken) async throws -> APIResponse {
        var target = request.target
        for _ in 0..<4 {
            let response = try await exchange(request, target: target, token: token)
            guard let location = response.redirect else { return response }
            guard let next = core.configuration.target(of: location) else { break }
            target = next
        }
        throw GitHubError(
            code: .invalidAnswer, request: request, message: "it redirects in circles or away from the API")
    }

    private func exchange(_ request: APIRequest, target: String, token: AccessToken?) async throws -> APIResponse {
        let message = httpRequest(request, target: target, token: token)
        return try await core.slots.use { [core] in
            let start = ContinuousClock.now
            let result: Result<APIResponse, any Error>
            do {
                result = .success(try await core.perform(message))
            } catch {
                result = .failure(error)
            }
            observe(request, response: try? result.get(), duration: ContinuousClock.now - start)
            do {
                return try result.get()
            } catch {
                try Task.checkCancellation()
                throw GitHubError(transport: error, request: request, proxy: core.configuration.proxy)
            }
        }
    }

    /// One exchange on nobody's behalf, whatever the answer is.
    func exchangeWithoutToken(_ request: APIRequest) async throws -> APIResponse {
        try await exchange(request, target: request.target, token: nil)
    }

    private func httpRequest(_ request: APIRequest, target: String, token: AccessToken?) -> HTTPClientRequest {
        var message = HTTPClientRequest(url: core.configuration.api + target)
        message.method = request.method
        message.headers = [
            "accept": "application/vnd.github+json",
            "user-agent": core.configuration.userAgent,
            "x-github-api-version": "2022-11-28",
        ]
        if let token { message.headers.add(name: "authorization", value: "Bearer " + token.value.value) }
        if let body = request.body {
            message.headers.add(name: "content-type", value: "application/json")
            message.body = .bytes(ByteBuffer(bytes: body))
        }
        return message
    }

    private func observe(_ request: APIRequest, response: APIResponse?, duration: Duration) {
        core.observe(
            RequestObservation(
                method: request.method.rawValue, pathTemplate: request.path.template, status: response?.status,
                duration: duration, remaining: response?.number("x-ratelimit-remaining"),
                limit: response?.number("x-ratelimit-limit"), account: limitKey))
    }
}

extension ClientCore {
    /// One HTTP exchange, answer and all, within the deadline.
    fileprivate func perform(_ request: HTTPClientRequest) async throws -> APIResponse {
        let limit = configuration.maximumResponseBytes
        return try await withDeadline(configuration.deadline, clock: clock) { [http] in
            let response = try await http.execute(request, deadline: .distantFuture)
            let body = try await response.body.collect(upTo: limit)
            return APIResponse(status: Int(response.status.code), headers: response.headers, body: body)
        }
    }
}
