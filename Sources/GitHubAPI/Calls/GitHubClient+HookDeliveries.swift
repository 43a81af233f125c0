extension GitHubClient {
    /// `GET …/deliveries?per_page=100&cursor=…`, newest first. GitHub keeps them for three days.
    public func deliveries(of owner: HookOwner, cursor: String? = nil) async throws -> HookDeliveryPage {
        var query: [(name: String, value: String)] = [("per_page", String(Self.pageSize))]
        if let cursor { query.append(("cursor", cursor)) }
        let request = APIRequest.get(owner.path, query: query)
        let client = forHook(of: owner)
        let response = try await client.respond(to: request)
        return HookDeliveryPage(
            deliveries: try client.decode(response, request: request),
            nextCursor: LinkHeader.next(response.header("link"), parameter: "cursor"))
    }

    /// `POST …/deliveries/{id}/attempts`: GitHub sends it once more, with the same GUID.
    public func redeliver(_ delivery: Int64, of owner: HookOwner) async throws {
        let path = owner.path.appending("/\(delivery, as: "delivery_id")/attempts")
        try await forHook(of: owner).sendIgnoringBody(.post(path))
    }

    private func forHook(of owner: HookOwner) -> GitHubClient {
        owner == .app ? scoped(to: .app) : self
    }
}
