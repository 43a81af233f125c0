import Foundation
import Testing
import Yams

@testable import Service

@Suite("The API's document")
struct OpenAPITests {
    @Test("docs/openapi.yaml is what the program serves; make docs writes it")
    func theStoredDocumentIsTheServedOne() throws {
        let yaml = try OpenAPIDocument.value.yaml
        #expect(try Documents.page("docs/openapi.yaml", madeOf: yaml) == yaml)
        // The same as YAML and as JSON.
        let served = try JSONSerialization.jsonObject(with: JSONEncoder().encode(OpenAPIDocument.value))
        let stored = try Yams.load(yaml: yaml)
        #expect((served as? NSDictionary) == (stored as? NSDictionary))
    }

    @Test func everyRouteStandsInItOnce() {
        let operations = API.routes.map(\.operation)
        #expect(Set(operations).count == operations.count)
        let pairs = API.routes.map { "\($0.method) \($0.path)" }
        #expect(Set(pairs).count == pairs.count)
        for route in API.routes {
            let described = OpenAPIDocument.value["paths"]?[route.path]?["\(route.method)".lowercased()]
            #expect(described?["operationId"] == .text(route.operation))
        }
    }

    @Test func whatChangesSomethingNeedsTheWholeToken() {
        for route in API.routes {
            #expect(("\(route.method)" == "POST") == (route.access == .operate), "\(route.operation)")
            #expect((route.access == .anybody) == (route.operation == "showDocument"))
        }
    }

    @Test func placesAreDecodedAndOthersDoNotMatch() throws {
        let route = try #require(API.routes.first { $0.operation == "showProject" })
        #expect(route.places == ["owner", "name"])
        #expect(route.match(["api", "projects", "ac%20me", "a.b"]) == ["owner": "ac me", "name": "a.b"])
        #expect(route.match(["api", "projects", "acme"]) == nil)
        #expect(route.match(["api", "runs", "acme", "a"]) == nil)
        #expect(route.match(["api", "projects", "acme", "%GG"]) == nil)
    }

    @Test func aSchemaOrNullKeepsItsShape() {
        #expect(Schema.string.orNull.document == ["type": ["string", "null"]])
        #expect(Schema.among(["a"]).orNull.document == ["type": ["string", "null"], "enum": ["a", .null]])
        #expect(
            DeliveryReport.Redelivery.schema.orNull.document
                == ["anyOf": [["$ref": "#/components/schemas/Redelivery"], ["type": "null"]]])
    }
}
