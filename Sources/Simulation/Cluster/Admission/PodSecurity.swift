/// The Pod Security levels `baseline` and `restricted`, as far as common workloads meet them.
enum PodSecurity {
    /// What a pod spec violates, in the words and the order of the server; empty when nothing.
    static func violations(of spec: JSONValue, level: String) -> [String] {
        let containers = spec.list("initContainers") + spec.list("containers")
        var found = hostViolations(spec, containers)
        guard level == "restricted" else { return found }
        found += each(
            containers, "allowPrivilegeEscalation != false", "must set securityContext.allowPrivilegeEscalation=false"
        ) {
            $0["securityContext", "allowPrivilegeEscalation"] != false
        }
        found += each(containers, "unrestricted capabilities", "must set securityContext.capabilities.drop=[\"ALL\"]") {
            !$0.list("securityContext", "capabilities", "drop").contains("ALL")
        }
        found += volumes(spec, allowed: restrictedVolumes)
        found += each(
            containers, "runAsNonRoot != true", "must set securityContext.runAsNonRoot=true", whole: "pod or container"
        ) {
            ($0["securityContext", "runAsNonRoot"] ?? spec["securityContext", "runAsNonRoot"]) != true
        }
        found += each(containers, "runAsUser=0", "must not set runAsUser=0") {
            ($0["securityContext", "runAsUser"] ?? spec["securityContext", "runAsUser"]) == 0
        }
        found += each(
            containers, "seccompProfile",
            "must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\"",
            whole: "pod or container"
        ) {
            let type =
                $0["securityContext", "seccompProfile", "type"] ?? spec["securityContext", "seccompProfile", "type"]
            return !["RuntimeDefault", "Localhost"].contains(type?.string)
        }
        return found
    }

    private static let restrictedVolumes: Set = [
        "configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret",
        "image",
    ]

    private static func hostViolations(_ spec: JSONValue, _ containers: [JSONValue]) -> [String] {
        var found: [String] = []
        let namespaces = ["hostNetwork", "hostPID", "hostIPC"].filter { spec[$0] == true }
        if !namespaces.isEmpty {
            found.append("host namespaces (\(namespaces.map { "\($0)=true" }.joined(separator: ", ")))")
        }
        found += each(containers, "privileged", "must not set securityContext.privileged=true") {
            $0["securityContext", "privileged"] == true
        }
        if spec.list("volumes").contains(where: { $0["hostPath"] != nil }) {
            let names = spec.list("volumes").filter { $0["hostPath"] != nil }.compactMap { $0["name"]?.string }
            found.append("hostPath volumes (volume \"\(names.joined(separator: "\", \""))\")")
        }
        return found
    }

    private static func volumes(_ spec: JSONValue, allowed: Set<String>) -> [String] {
        spec.list("volumes").compactMap { volume in
            let types = (volume.object ?? [:]).keys.filter { $0 != "name" && !allowed.contains($0) }
            guard let type = types.first, let name = volume["name"]?.string else { return nil }
            return "restricted volume types (volume \"\(name)\" uses restricted volume type \"\(type)\")"
        }
    }

    private static func each(
        _ containers: [JSONValue], _ rule: String, _ remedy: String, whole: String = "container",
        _ violates: (JSONValue) -> Bool
    ) -> [String] {
        let names = containers.filter(violates).compactMap { $0["name"]?.string }.map { "\"\($0)\"" }
        guard !names.isEmpty else { return [] }
        let label = names.count == 1 ? whole : "\(whole)s"
        return ["\(rule) (\(label) \(names.joined(separator: ", ")) \(remedy))"]
    }
}
