extension Defaults {
    @Sendable static func pod(_ object: inout JSONValue) {
        var spec = object["spec"] ?? [:]
        podSpec(&spec)
        fill(["enableServiceLinks": true, "priority": 0, "preemptionPolicy": "PreemptLowerPriority"], in: &spec)
        fill(["serviceAccountName": "default"], in: &spec)
        spec["serviceAccount"] = spec["serviceAccountName"]
        object["spec"] = spec
        if object["status"] == nil { object["status"] = ["phase": "Pending"] }
        object["status", "qosClass"] = .string(qualityOfService(spec))
    }

    @Sendable static func deployment(_ object: inout JSONValue) {
        replicaSet(&object)
        var spec = object["spec"] ?? [:]
        fill(["revisionHistoryLimit": 10, "progressDeadlineSeconds": 600], in: &spec)
        if spec["strategy", "type"] == nil { spec["strategy", "type"] = "RollingUpdate" }
        if spec["strategy", "type"] == "RollingUpdate" {
            var rolling = spec["strategy", "rollingUpdate"] ?? [:]
            fill(["maxUnavailable": "25%", "maxSurge": "25%"], in: &rolling)
            spec["strategy", "rollingUpdate"] = rolling
        }
        object["spec"] = spec
    }

    @Sendable static func replicaSet(_ object: inout JSONValue) {
        var spec = object["spec"] ?? [:]
        fill(["replicas": 1], in: &spec)
        var template = spec["template", "spec"] ?? [:]
        podSpec(&template)
        spec["template", "spec"] = template
        object["spec"] = spec
        emptyStatus(&object)
    }

    static func podSpec(_ spec: inout JSONValue) {
        for field in ["containers", "initContainers"] {
            guard let containers = spec[field]?.array else { continue }
            spec[field] = .array(containers.map(container))
        }
        fill(
            [
                "restartPolicy": "Always", "terminationGracePeriodSeconds": 30, "dnsPolicy": "ClusterFirst",
                "securityContext": [:], "schedulerName": "default-scheduler",
            ], in: &spec)
        if let account = spec["serviceAccountName"] { spec["serviceAccount"] = account }
    }

    private static func container(_ container: JSONValue) -> JSONValue {
        var container = container
        let image = container["image"]?.string ?? ""
        let tag = image.split(separator: "/").last?.split(separator: ":").dropFirst().first ?? "latest"
        fill(
            [
                "resources": [:], "terminationMessagePath": "/dev/termination-log", "terminationMessagePolicy": "File",
                "imagePullPolicy": tag == "latest" ? "Always" : "IfNotPresent",
            ], in: &container)
        if let ports = container["ports"]?.array {
            container["ports"] = .array(
                ports.map { port in
                    var port = port
                    fill(["protocol": "TCP"], in: &port)
                    return port
                })
        }
        for field in ["livenessProbe", "readinessProbe", "startupProbe"] {
            guard var probe = container[field] else { continue }
            fill(["timeoutSeconds": 1, "periodSeconds": 10, "successThreshold": 1, "failureThreshold": 3], in: &probe)
            if probe["httpGet"] != nil, probe["httpGet", "scheme"] == nil { probe["httpGet", "scheme"] = "HTTP" }
            container[field] = probe
        }
        return container
    }

    private static func qualityOfService(_ spec: JSONValue) -> String {
        let resources = spec.list("containers").map { $0["resources"] ?? [:] }
        if resources.allSatisfy({ $0.object?.isEmpty ?? true }) { return "BestEffort" }
        let guaranteed = resources.allSatisfy { resource in
            ["cpu", "memory"].allSatisfy { name in
                resource["limits", name] != nil
                    && (resource["requests", name] ?? resource["limits", name]) == resource["limits", name]
            }
        }
        return guaranteed ? "Guaranteed" : "Burstable"
    }

    private static func fill(_ defaults: [String: JSONValue], in object: inout JSONValue) {
        for (key, value) in defaults where object[key] == nil { object[key] = value }
    }
}
