extension GitHubClient {
    /// The most a page can hold.
    static let pageSize = 100

    /// The elements of all pages. GitHub says where the next one is; an address outside the API is not followed.
    func pages<Page: Decodable, Element>(
        _ path: APIPath, query: [(name: String, value: String)] = [], of _: Page.Type = Page.self,
        elements: (Page) -> [Element]
    ) async throws -> [Element] {
        var request = APIRequest.get(path, query: query + [("per_page", String(Self.pageSize))])
        var collected: [Element] = []
        while true {
            let response = try await respond(to: request)
            collected += elements(try decode(response, request: request))
            guard let next = LinkHeader.next(response.header("link")) else { return collected }
            request = try page(at: next, after: request)
        }
    }

    /// The elements of all pages that are plain arrays.
    func pages<Element: Decodable>(
        _ path: APIPath, query: [(name: String, value: String)] = []
    ) async throws -> [Element] {
        try await pages(path, query: query, of: [Element].self) { $0 }
    }

    private func page(at address: String, after request: APIRequest) throws -> APIRequest {
        guard let target = core.configuration.target(of: address), target != request.target else {
            throw GitHubError(code: .invalidAnswer, request: request, message: "the next page is not in the API")
        }
        var next = request
        next.query = []
        next.continuation = target
        return next
    }
}
