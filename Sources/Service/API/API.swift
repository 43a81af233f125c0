import Automations
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Storage

/// The JSON API under `/api`: who asks, for what, and the answer, or why not.
struct API: Sendable {
    /// Bytes of a request's body.
    static let longestBody = 64 * 1024
    static let routes: [APIRoute] =
        [.document] + APIRoute.projects + APIRoute.runs + APIRoute.deliveries + APIRoute.audit

    let desk: APIDesk
    let tokens: APITokens
    let logger: Logger

    func respond(to request: Request) async -> Response {
        do {
            return try await answer(request)
        } catch let problem as APIProblem {
            return problem.response
        } catch let refusal as Refusal {
            return APIProblem(.conflict, refusal.what, whatToDo: refusal.whatToDo).response
        } catch let error as StorageError where error.isOutage {
            return APIProblem(
                .unavailable, error.whatHappened, whatToDo: error.whatToDo, headers: [.retryAfter: "5"]
            ).response
        } catch {
            logger.error("the API could not answer", metadata: ["reason": "\(error.sentence)"])
            return APIProblem(
                .failed, "Slipway could not answer this: \(error.sentence)", whatToDo: "Its log may say more."
            ).response
        }
    }

    private func answer(_ request: Request) async throws -> Response {
        let segments = request.uri.path.split(separator: "/")
        let found = Self.routes.compactMap { route in route.match(segments).map { (route: route, places: $0) } }
        let method: HTTPRequest.Method = request.method == .head ? .get : request.method
        let chosen = found.first { $0.route.method == method }
        let caller = AuditActor.token(
            chosen?.route.access == .anybody ? "nobody" : try permit(request, chosen?.route).rawValue)
        guard let chosen else {
            throw found.isEmpty ? Self.nothing(request) : Self.otherMethod(request, found.map(\.route))
        }
        let route = chosen.route
        let asked = try APIRequest(
            request.uri, places: chosen.places, body: try await body(of: request, route), caller: caller, route: route)
        let answer = try await route.respond(asked, desk)
        if method != .get {
            logger.info(
                "operated by API", metadata: ["operation": "\(route.operation)", "path": "\(request.uri.path)"])
        }
        return Response(answer, status: route.answer.status)
    }

    /// - Returns: which token was sent along.
    private func permit(_ request: Request, _ route: APIRoute?) throws -> APITokens.Rights {
        let rights = tokens.rights(of: request.headers[values: .authorization])
        switch rights {
        case .none: throw APIProblem.unauthorized(isGiven: request.headers.contains(.authorization))
        case .read where route?.access == .operate:
            throw APIProblem(
                .forbidden, "This token may only read.", whatToDo: "Use the token of api.token or api.tokenFile.",
                headers: [.wwwAuthenticate: #"Bearer realm="slipway", error="insufficient_scope""#])
        case .read, .all: return rights
        }
    }

    /// The body of a request that does something; others have none.
    private func body(of request: Request, _ route: APIRoute) async throws -> Data {
        guard route.method != .get else { return Data() }
        let declared = request.headers[.contentLength].flatMap { Int($0) } ?? 0
        guard declared <= Self.longestBody else { throw Self.tooLarge }
        let buffer: ByteBuffer
        do {
            buffer = try await request.body.collect(upTo: Self.longestBody)
        } catch is NIOTooManyBytesError {
            throw Self.tooLarge
        }
        guard buffer.readableBytes > 0 else { return Data() }
        let type = request.headers[.contentType]?.prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces).lowercased()
        guard type == "application/json" else {
            throw APIProblem(
                .unsupportedMediaType, "The body is \(type.map { "\"\($0)\"" } ?? "of no named type").",
                whatToDo: "Send JSON with Content-Type: application/json, or no body.")
        }
        return Data(buffer.readableBytesView)
    }

    private static let tooLarge = APIProblem(
        .tooLarge, "The body is larger than \(longestBody / 1024) KiB.", whatToDo: "Send less.",
        headers: [.connection: "close"])

    private static func nothing(_ request: Request) -> APIProblem {
        APIProblem(
            .notFound, "There is nothing at \(request.uri.path).",
            whatToDo: "/api/openapi.json describes everything there is.")
    }

    private static func otherMethod(_ request: Request, _ routes: [APIRoute]) -> APIProblem {
        let methods = routes.map(\.method.rawValue).flatMap { $0 == "GET" ? ["GET", "HEAD"] : [$0] }
        let allowed = methods.joined(separator: ", ")
        return APIProblem(
            .methodNotAllowed, "\(request.method.rawValue) is not answered at \(request.uri.path).",
            whatToDo: "Use \(allowed).", headers: [.allow: allowed])
    }
}

extension APIProblem {
    /// - Parameter isGiven: a token was sent along, and it is none.
    static func unauthorized(isGiven: Bool) -> APIProblem {
        APIProblem(
            .unauthorized, isGiven ? "This is not the token." : "A token is needed.",
            whatToDo:
                "Send Authorization: Bearer TOKEN. The token is in the file api-token of the data folder, unless the "
                + "configuration says otherwise (api.tokenFile).",
            headers: [
                .wwwAuthenticate: #"Bearer realm="slipway""# + (isGiven ? #", error="invalid_token""# : "")
            ])
    }
}
