import AsyncHTTPClient
import Foundation
import Redaction

extension GitHubClient {
    /// `POST /app-manifests/{code}/conversions`: what GitHub made of a manifest. On nobody's behalf: the code is the credential.
    /// It can be exchanged once, within an hour.
    /// - Throws: ``GitHubError``, without the code; `CancellationError`.
    public static func registeredApp(
        code: Redacted, configuration: Configuration, http: HTTPClient
    ) async throws -> RegisteredApp {
        let client = GitHubClient(
            configuration: configuration, credential: .token(LiveSecret(Redacted(""))), http: http)
        let request = APIRequest.post("/app-manifests/\(code.value, as: "code")/conversions")
        // Its path may be told.
        let named = APIRequest.post("/app-manifests/{code}/conversions")
        guard !request.path.isInvalid else { throw GitHubError(code: .invalidRequest, request: named) }
        let response: APIResponse
        do {
            response = try await client.exchangeWithoutToken(request)
        } catch let error as GitHubError {
            throw GitHubError(
                code: error.code, request: named, message: error.message, outcomeUnknown: error.outcomeUnknown)
        }
        guard response.isSuccess else {
            let body = try? response.decode(GitHubError.Body.self)
            throw GitHubError(response, body: body, to: named, limitedUntil: nil)
        }
        return try client.decode(response, request: named)
    }
}
