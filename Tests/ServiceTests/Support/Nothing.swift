import Hummingbird

@testable import Service

/// Answers every request with nothing.
struct Nothing: HTTPResponder {
    func respond(to request: Request, context: ChannelContext) async throws -> Response {
        Response(status: .noContent)
    }
}
