/// The cause in what a container runtime says about a failed pull; its messages wrap one another.
enum ImagePullMessage {
    static func cause(_ message: String) -> String {
        let lower = message.lowercased()
        if lower.contains("401 unauthorized") || lower.contains("403 forbidden") || lower.contains("denied") {
            return "the registry refuses the login"
        }
        if lower.contains("not found") || lower.contains("manifest unknown") { return "the image does not exist" }
        if lower.contains("429") || lower.contains("toomanyrequests") {
            return "the registry limits the number of pulls"
        }
        if lower.contains("no such host") { return "the registry's name is not known" }
        if lower.contains("timeout") || lower.contains("connection refused") || lower.contains("deadline exceeded") {
            return "the registry cannot be reached"
        }
        return message.isEmpty ? "the cluster gives no reason" : message
    }

    static func whatToDo(_ cause: String) -> String {
        switch cause {
        case "the registry refuses the login":
            "give Slipway a classic token with `read:packages` (`registry.username`, `registry.passwordFile`), or make "
                + "the package public."
        case "the image does not exist":
            "check that the build pushes the image with the full commit SHA as its tag, then re-run the build."
        default: "re-run the build once the registry answers."
        }
    }
}
