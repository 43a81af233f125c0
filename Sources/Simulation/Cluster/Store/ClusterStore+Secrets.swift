import Foundation

extension ClusterStore {
    /// Secrets: base64, immutability, the keys each type needs.
    func validateSecret(_ object: JSONValue, live: JSONValue?, type: ResourceType) throws(APIError) {
        for (_, value) in object["data"]?.strings ?? [:] where Data(base64Encoded: value) == nil {
            throw .serverError(
                "failed to convert new object (\(object.namespace)/\(object.name); /v1, Kind=Secret) to "
                    + "proper version: "
                    + "unable to convert unstructured object to /v1, Kind=Secret: error decoding from json: "
                    + "illegal base64 data at input byte \(illegalByte(in: value))")
        }
        var causes: [FieldCause] = []
        if let live, live["type"] != object["type"] {
            causes.append(.invalid("type", value: object["type"] ?? .null, FieldCause.immutable))
        }
        if live?["immutable"] == true {
            let text = "field is immutable when `immutable` is set"
            if object["immutable"] != true { causes.append(.forbidden("immutable", text)) }
            if object["data"] != live?["data"] { causes.append(.forbidden("data", text)) }
        }
        causes += LabelRule.dataKeyViolations(in: object) + requiredKeys(of: object)
        if !causes.isEmpty { throw .invalid(type, object.name, causes) }
    }

    private func illegalByte(in text: String) -> Int {
        Array(text.utf8).firstIndex { byte in
            !(UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte
                || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || [43, 47, 61].contains(byte))
        } ?? text.utf8.count
    }

    private func requiredKeys(of secret: JSONValue) -> [FieldCause] {
        let data = secret["data"]?.strings ?? [:]
        switch secret["type"]?.string {
        case "kubernetes.io/dockerconfigjson":
            guard let value = data[".dockerconfigjson"] else { return [.required("data[.dockerconfigjson]")] }
            let decoded = Data(base64Encoded: value) ?? Data()
            if (try? JSONValue(parsing: decoded))?.object != nil { return [] }
            let text =
                decoded.isEmpty ? "unexpected end of JSON input" : "invalid character looking for beginning of value"
            return [.invalid("data[.dockerconfigjson]", value: "<secret contents redacted>", text)]
        case "kubernetes.io/tls":
            return ["tls.crt", "tls.key"].filter { data[$0] == nil }.map { .required("data[\($0)]") }
        case "kubernetes.io/ssh-auth":
            return data["ssh-privatekey"] == nil ? [.required("data[ssh-privatekey]")] : []
        default: return []
        }
    }
}
