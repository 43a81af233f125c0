/// meta/v1 Status as it answers a request that failed, or a deletion.
struct StatusBody: Decodable {
    struct Details: Decodable {
        var name: String?
        var kind: String?
        var causes: [KubernetesError.Cause]?
        var retryAfterSeconds: Int?
    }

    var kind: String
    var status: String?
    var reason: String?
    var message: String?
    var details: Details?
    var code: Int?
}
