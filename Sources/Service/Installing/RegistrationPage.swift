import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Redaction
import Synchronization

/// The page on this machine between a person's browser and GitHub: it posts the manifest there, and GitHub sends the browser
/// back to it with a code. Its path and the state are random, and the first code ends it.
struct RegistrationPage: HTTPResponder {
    typealias Context = ChannelContext

    private final class Arrival: Sendable {
        let hasCode = Mutex(false)
    }

    let texts: RegistrationTexts
    /// Names the page; who does not know it finds nothing.
    let path: String
    /// Comes back from GitHub with the code, so that no other page can bring one.
    let state: String
    /// The form as it is posted, once the port is known.
    let form: Latch<String>
    let code = Latch<Redacted>()
    /// What became of the code, for the person in front of the browser.
    let outcome = Latch<RegistrationOutcome>()
    private let arrival = Arrival()

    init(texts: RegistrationTexts) {
        self.texts = texts
        path = Self.random()
        state = Self.random()
        form = Latch()
    }

    private static func random() -> String {
        SymmetricKey(size: .bits256).withUnsafeBytes { Data($0).base64URL }
    }

    /// Where the browser begins, and where GitHub sends it.
    func start(port: Int) -> String { "http://127.0.0.1:\(port)/\(path)" }
    func redirect(port: Int) -> String { start(port: port) + "/created" }

    func respond(to request: Request, context: ChannelContext) async throws -> Response {
        // Another name for this machine would be a page elsewhere that has itself resolved to 127.0.0.1.
        guard isHere(request) else { return page(texts.nothing, .notFound) }
        let parts = request.uri.path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        guard let first = parts.first, Self.isSame(String(first), path), request.method == .get else {
            return page(texts.nothing, .notFound)
        }
        switch Array(parts.dropFirst()) {
        case [], [""]: return await begin()
        case ["created"]: return await finish(request)
        default: return page(texts.nothing, .notFound)
        }
    }

    private func isHere(_ request: Request) -> Bool {
        let host = request.head.authority?.split(separator: ":").first
        return host == "127.0.0.1" || host == "localhost"
    }

    private func begin() async -> Response {
        if arrival.hasCode.withLock({ $0 }) { return page(texts.used, .gone) }
        guard let form = try? await form.value() else { return page(texts.nothing, .notFound) }
        return page(form)
    }

    private func finish(_ request: Request) async -> Response {
        let given = request.uri.queryParameters
        guard let state = given["state"], Self.isSame(String(state), self.state) else {
            return page(texts.wrongState, .forbidden)
        }
        guard let code = given["code"], !code.isEmpty else { return page(texts.noCode, .badRequest) }
        let isFirst = arrival.hasCode.withLock { has in
            defer { has = true }
            return !has
        }
        guard isFirst else { return page(texts.used, .gone) }
        self.code.settle(.success(Redacted(String(code))))
        guard let outcome = try? await outcome.value() else { return page(texts.nothing, .notFound) }
        return page(texts.page(of: outcome), outcome.isDone ? .ok : .badGateway)
    }

    /// In constant time: digests of one length are compared, and that bit by bit.
    static func isSame(_ left: String, _ right: String) -> Bool {
        SHA256.hash(data: Data(left.utf8)) == SHA256.hash(data: Data(right.utf8))
    }

    private func page(_ html: String, _ status: HTTPResponse.Status = .ok) -> Response {
        var response = Response(text: html, type: "text/html; charset=utf-8")
        response.status = status
        response.headers[.cacheControl] = "no-store"
        response.headers[.xContentTypeOptions] = "nosniff"
        for (name, value) in texts.headers {
            if let field = HTTPField.Name(name) { response.headers[field] = value }
        }
        return response
    }
}

/// What became of a code, as the page tells it.
enum RegistrationOutcome: Sendable {
    /// The App is registered; where it is installed.
    case done(name: String, installing: String)
    case failed(StartFailure)

    var isDone: Bool { if case .done = self { true } else { false } }
}
