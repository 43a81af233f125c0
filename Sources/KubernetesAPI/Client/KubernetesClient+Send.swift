import AsyncHTTPClient
import Foundation
import NIOCore
import NIOFoundationCompat
import NIOHTTP1
import Redaction

extension KubernetesClient {
    /// Sends a request and reads the whole answer.
    ///
    /// - Throws: ``KubernetesError`` if the status is not 2xx.
    func sendOnce(_ request: Request) async throws -> Answer {
        let start = ContinuousClock.now
        var status: Int?
        defer { report(request.call, status: status, since: start) }
        do {
            let answer = try await withDeadline(options.requestTimeout, clock: clock) { [self] in
                let response = try await respond(to: request)
                return try await (response, Data(buffer: response.body.collect(upTo: options.maximumAnswerBytes)))
            }
            status = Int(answer.0.status.code)
            try check(answer.0, answer.1, request.call)
            return Answer(
                status: Int(answer.0.status.code), body: answer.1, date: answer.0.headers.first(name: "Date"))
        } catch {
            let error = try failure(error, request.call)
            status = error.status
            throw error
        }
    }

    /// Sends a request and returns when the head of the answer is there.
    func respond(to request: Request) async throws -> HTTPClientResponse {
        let response = try await http.execute(try await prepared(request), deadline: .distantFuture, logger: nil)
        guard response.status == .unauthorized, credentials.canRenew else { return response }
        await credentials.forget()
        return try await http.execute(try await prepared(request), deadline: .distantFuture, logger: nil)
    }

    private func prepared(_ request: Request) async throws -> HTTPClientRequest {
        let credential = try await credentials.current()
        var prepared = HTTPClientRequest(url: configuration.baseURL + request.path)
        prepared.method = HTTPMethod(rawValue: request.method.rawValue)
        prepared.headers.add(name: "Accept", value: request.accept)
        prepared.headers.add(name: "User-Agent", value: options.userAgent)
        if let authorization = credential.authorization {
            prepared.headers.add(name: "Authorization", value: authorization.value)
        }
        for (name, value) in configuration.impersonation?.headers ?? [] {
            prepared.headers.add(name: name, value: value)
        }
        if let certificate = credential.clientCertificate {
            prepared.tlsConfiguration = try configuration.tlsConfiguration(certificate)
        }
        if let body = request.body {
            prepared.headers.add(name: "Content-Type", value: request.contentType)
            prepared.body = .bytes(body)
        }
        return prepared
    }

    /// Throws if the status says that the request failed.
    func check(_ response: HTTPClientResponse, _ body: Data, _ call: Call) throws {
        guard !(200..<300).contains(Int(response.status.code)) else { return }
        throw KubernetesError(
            call: call, status: Int(response.status.code),
            retryAfterHeader: response.headers.first(name: "Retry-After"), body: body)
    }

    func report(_ call: Call, status: Int?, since start: ContinuousClock.Instant) {
        observer?(CallReport(call: call, status: status, duration: start.duration(to: .now)))
    }
}
