import Foundation

/// Whether the images of a pod can be pulled, and whether what its containers refer to exists.
struct PodImages: Sendable {
    let context: ControllerContext
    let images: any ImageRegistry

    /// Why an image cannot be used.
    struct Problem: Sendable {
        let reason: String
        let message: String
        /// Pulled again after a pause; otherwise the reason stands as it is.
        var isRetried = true
    }

    /// - Returns: `nil` when the image can be pulled.
    func problem(_ image: String, of pod: JSONValue) async -> Problem? {
        let name = ImageName(image)
        if name.path.contains(where: \.isUppercase) {
            return Problem(
                reason: "InvalidImageName",
                message:
                    "Failed to apply default image tag \"\(image)\": couldn't parse image name \"\(image)\": invalid "
                    + "reference format: repository name (\(name.path)) must be lowercase", isRetried: false)
        }
        let credentials = await credentials(for: name.registry, of: pod)
        let failed = "failed to pull and unpack image \"\(image)\": failed to resolve reference \"\(image)\": "
        let token =
            "https://\(name.registry)/token?scope=repository%3A\(name.path.replacing("/", with: "%2F"))%3Apull"
            + "&service=\(name.registry)"
        switch await images.lookUp(image: image, username: credentials?.username, password: credentials?.password) {
        case .found: return nil
        case .notFound: return Problem(reason: "ErrImagePull", message: failed + "\(image): not found")
        case .unauthorized:
            return Problem(
                reason: "ErrImagePull",
                message: failed + "failed to authorize: failed to fetch anonymous token: unexpected status from GET "
                    + "request to \(token): 401 Unauthorized")
        case .denied:
            return Problem(
                reason: "ErrImagePull",
                message: failed
                    + "failed to authorize: failed to fetch oauth token: unexpected status from GET request "
                    + "to \(token): 403 Forbidden")
        }
    }

    /// The credentials of the pod's pull secrets for a registry.
    private func credentials(for registry: String, of pod: JSONValue) async -> (username: String, password: String)? {
        for name in pod.list("spec", "imagePullSecrets").compactMap({ $0["name"]?.string }) {
            let secret = await context.store.object(kind: "Secret", namespace: pod.namespace, name: name)
            guard let text = secret?["data", ".dockerconfigjson"]?.string, let data = Data(base64Encoded: text),
                let entry = (try? JSONValue(parsing: data))?["auths", registry]
            else { continue }
            if let username = entry["username"]?.string, let password = entry["password"]?.string {
                return (username, password)
            }
            guard let auth = entry["auth"]?.string.flatMap({ Data(base64Encoded: $0) }) else { continue }
            let parts = String(decoding: auth, as: UTF8.self).split(separator: ":", maxSplits: 1).map(String.init)
            if parts.count == 2 { return (parts[0], parts[1]) }
        }
        return nil
    }

    /// The first Secret or ConfigMap that a container takes its environment from and that does not exist.
    func missingReference(of pod: JSONValue) async -> String? {
        for container in pod.list("spec", "containers") {
            let sources =
                container.list("envFrom").flatMap { [("Secret", $0["secretRef"]), ("ConfigMap", $0["configMapRef"])] }
                + container.list("env").flatMap {
                    [
                        ("Secret", $0["valueFrom", "secretKeyRef"]), ("ConfigMap", $0["valueFrom", "configMapKeyRef"]),
                    ]
                }
            for (kind, reference) in sources {
                guard let name = reference?["name"]?.string, reference?["optional"] != true else { continue }
                if await context.store.object(kind: kind, namespace: pod.namespace, name: name) == nil {
                    return "\(kind.lowercased()) \"\(name)\" not found"
                }
            }
        }
        return nil
    }
}
