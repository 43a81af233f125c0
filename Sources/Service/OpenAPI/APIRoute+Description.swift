import HTTPTypes
import Hummingbird

extension APIRoute {
    /// `/api/openapi.json`. Holds no secret, so that anybody may read it.
    static let document = APIRoute(
        method: .get, path: "/api/openapi.json", operation: "showDocument", summary: "This document.",
        access: .anybody, answer: Answer(words: "The document.", schema: Schema(["type": "object"]))
    ) { _, _ in OpenAPIDocument.value }

    /// The operation as the document has it.
    var description: DocumentValue {
        DocumentValue.object([])
            .with("operationId", .text(operation)).with("tags", [.text(tag)]).with("summary", .text(summary))
            .with("security", access == .anybody ? [] : nil)
            .with("parameters", parameterList.isEmpty ? nil : .list(parameterList))
            .with("requestBody", method == .get ? nil : requestBody)
            .with("responses", .object([answered] + allProblems.map(\.reference)))
    }

    private var tag: String {
        let segment = path.split(separator: "/").dropFirst().first.map(String.init) ?? ""
        return ["projects", "runs", "deliveries"].contains(segment) ? segment : "document"
    }

    private var parameterList: [DocumentValue] {
        places.map { place -> DocumentValue in
            [
                "name": .text(place), "in": "path", "required": true, "description": .text(Self.words(of: place)),
                "schema": place == "id" ? ["type": "integer"] : ["type": "string"],
            ]
        }
            + parameters.map { parameter in
                [
                    "name": .text(parameter.name), "in": "query", "description": .text(parameter.words),
                    "schema": parameter.schema.reference,
                ]
            }
    }

    private static func words(of place: String) -> String {
        switch place {
        case "owner": "Who the repository belongs to, whatever its capitals."
        case "name": "Its name, whatever its capitals."
        case "guid": "The delivery's GUID, as GitHub shows it under Recent Deliveries."
        default: "The run's number."
        }
    }

    private var requestBody: DocumentValue {
        let schema = body ?? .object(nil, "Nothing.", [])
        return [
            "required": false,
            "content": [
                "application/json": ["schema": schema.document.with("additionalProperties", false)]
            ],
        ]
    }

    private var answered: DocumentValue.Member {
        .init(
            name: "\(answer.status.code)",
            value: [
                "description": .text(answer.words),
                "content": ["application/json": ["schema": answer.schema.reference]],
            ])
    }

    /// What may be in the way of this operation.
    private var allProblems: [APIProblem.Code] {
        var all = Set(problems)
        if access != .anybody { all.formUnion([.unauthorized, .unavailable, .failed]) }
        if access == .operate { all.formUnion([.forbidden, .invalid, .tooLarge, .unsupportedMediaType]) }
        return all.sorted { $0.status.code < $1.status.code }
    }
}

extension APIProblem.Code {
    fileprivate var reference: DocumentValue.Member {
        .init(name: "\(status.code)", value: ["$ref": "#/components/responses/\(rawValue)"])
    }
}
