import Foundation

/// What the server fills in on every write, type by type.
enum Defaults {
    @Sendable static func namespace(_ object: inout JSONValue) {
        object["metadata", "labels", "kubernetes.io/metadata.name"] = .string(object.name)
        if object["spec", "finalizers"] == nil, !object.isBeingDeleted { object["spec", "finalizers"] = ["kubernetes"] }
        if object["status", "phase"] == nil { object["status", "phase"] = "Active" }
    }

    @Sendable static func secret(_ object: inout JSONValue) {
        for (key, value) in object["stringData"]?.strings ?? [:] {
            object["data", key] = .string(Data(value.utf8).base64EncodedString())
        }
        object["stringData"] = nil
        if object["type"] == nil { object["type"] = "Opaque" }
        dropEmpty(["data"], in: &object)
    }

    @Sendable static func configMap(_ object: inout JSONValue) { dropEmpty(["data", "binaryData"], in: &object) }

    @Sendable static func roleBinding(_ object: inout JSONValue) { dropEmpty(["subjects"], in: &object) }

    @Sendable static func emptyStatus(_ object: inout JSONValue) {
        if object["status"] == nil { object["status"] = .object([:]) }
    }

    /// The StorageClass that is the default.
    static let storageClass = "standard"

    @Sendable static func claim(_ object: inout JSONValue) {
        if object["spec", "storageClassName"] == nil { object["spec", "storageClassName"] = .string(storageClass) }
        if object["spec", "volumeMode"] == nil { object["spec", "volumeMode"] = "Filesystem" }
        if object["status"] == nil { object["status"] = ["phase": "Pending"] }
    }

    @Sendable static func event(_ object: inout JSONValue) {
        if object["eventTime"] == nil { object["eventTime"] = .null }
        if object["reportingComponent"] == nil { object["reportingComponent"] = object["source", "component"] ?? "" }
        if object["reportingInstance"] == nil { object["reportingInstance"] = "" }
    }

    @Sendable static func service(_ object: inout JSONValue) {
        let defaults: [String: JSONValue] = [
            "type": "ClusterIP", "sessionAffinity": "None", "internalTrafficPolicy": "Cluster",
            "ipFamilyPolicy": "SingleStack", "ipFamilies": ["IPv4"],
        ]
        for (key, value) in defaults where object["spec", key] == nil { object["spec", key] = value }
        let ports = object.list("spec", "ports").map { port in
            var port = port
            if port["protocol"] == nil { port["protocol"] = "TCP" }
            if port["targetPort"] == nil { port["targetPort"] = port["port"] }
            return port
        }
        if !ports.isEmpty { object["spec", "ports"] = .array(ports) }
        if object["spec", "clusterIP"] == nil {
            let address = clusterIP(of: object.uid)
            object["spec", "clusterIP"] = .string(address)
            object["spec", "clusterIPs"] = [.string(address)]
        }
        if object["status"] == nil { object["status"] = ["loadBalancer": [:]] }
    }

    private static func clusterIP(of uid: String) -> String {
        let sum = uid.utf8.reduce(7) { ($0 &* 31 &+ Int($1)) & 0xffff }
        return "10.96.\(sum >> 8).\(sum & 0xff)"
    }

    @Sendable static func ingress(_ object: inout JSONValue) {
        if object["status"] == nil { object["status"] = ["loadBalancer": [:]] }
    }

    @Sendable static func gitRepository(_ object: inout JSONValue) {
        if object["spec"] != nil, (object["spec", "timeout"] ?? .null).isNull { object["spec", "timeout"] = "60s" }
        fluxStatus(&object)
    }

    @Sendable static func kustomization(_ object: inout JSONValue) {
        if object["spec"] != nil, (object["spec", "force"] ?? .null).isNull { object["spec", "force"] = false }
        fluxStatus(&object)
    }

    private static func fluxStatus(_ object: inout JSONValue) {
        if object["status"] == nil { object["status"] = ["observedGeneration": -1] }
    }

    private static func dropEmpty(_ fields: [String], in object: inout JSONValue) {
        for field in fields where object[field]?.object?.isEmpty == true || object[field]?.array?.isEmpty == true {
            object[field] = nil
        }
    }
}
