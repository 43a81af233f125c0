import HTTPTypes
import Hummingbird

/// The API in words (OpenAPI 3.1), made of the routes that answer it: `docs/openapi.yaml` and `/api/openapi.json`.
enum OpenAPIDocument {
    static let value = DocumentValue.object([])
        .with("openapi", "3.1.0").with("info", info)
        .with("servers", [["url": "http://127.0.0.1:8081", "description": "The operations address (`operations`)."]])
        .with("security", [["token": []]]).with("tags", tags).with("paths", paths)
        .with(
            "components",
            DocumentValue.object([])
                .with("securitySchemes", securitySchemes).with("schemas", schemas).with("responses", responses))

    private static let info: DocumentValue = [
        "title": "Slipway", "version": "1.0.0",
        "summary": "Projects, runs and deliveries of a Slipway, and what a person may do about them.",
        "description": .text(description),
        "license": ["name": "Apache License 2.0", "identifier": "Apache-2.0"],
    ]

    private static let tags: DocumentValue = [
        ["name": "projects", "description": "Repositories under Slipway's care."],
        ["name": "runs", "description": "Durable executions of automations."],
        ["name": "deliveries", "description": "Webhooks that GitHub sent."],
        ["name": "document", "description": "This document."],
    ]

    private static let securitySchemes: DocumentValue = [
        "token": ["type": "http", "scheme": "bearer", "description": .text(tokenWords)]
    ]

    private static let tokenWords = """
        The token of `api.token` or `api.tokenFile`, else that in `api-token` of the data folder. That of `api.readToken` may \
        only read.
        """

    private static let description = """
        The same documents as those of `--json` on the command line. Lists come in pages: `next` of one is `cursor` of the next. \
        Times are UTC. HEAD is answered wherever GET is. A member that has nothing to say is null, not absent; \
        members may be added.
        """

    private static var paths: DocumentValue {
        var order: [String] = []
        for route in API.routes where !order.contains(route.path) { order.append(route.path) }
        return .object(
            order.map { path in
                let operations = API.routes.filter { $0.path == path }.map { route in
                    DocumentValue.Member(name: route.method.rawValue.lowercased(), value: route.description)
                }
                return .init(name: path, value: .object(operations))
            })
    }

    private static var schemas: DocumentValue {
        let all = (API.routes.map(\.answer.schema) + [APIProblem.schema]).flatMap(\.named)
        let byName = Dictionary(all.map { ($0.name ?? "", $0.document) }, uniquingKeysWith: { first, _ in first })
        return .object(byName.sorted { $0.key < $1.key }.map { .init(name: $0.key, value: $0.value) })
    }

    private static var responses: DocumentValue {
        .object(
            APIProblem.Code.allCases.map { code in
                .init(
                    name: code.rawValue,
                    value: [
                        "description": .text(code.words),
                        "content": ["application/problem+json": ["schema": APIProblem.schema.reference]],
                    ])
            })
    }
}

extension APIProblem.Code {
    fileprivate var words: String {
        switch self {
        case .invalid: "A parameter or the body is not as it should be."
        case .unauthorized: "No token, or another one."
        case .forbidden: "The token may only read."
        case .notFound: "There is no such thing."
        case .methodNotAllowed: "The method is not answered here; `Allow` names those that are."
        case .conflict: "It cannot be done now; the detail says what is in the way."
        case .tooLarge: "The body is too large."
        case .unsupportedMediaType: "The body is not JSON."
        case .unavailable: "The database cannot be used for now; `Retry-After` says when to ask again."
        case .failed: "A mistake of Slipway's."
        }
    }
}
