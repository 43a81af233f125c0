/// How containers of an image behave once they run.
public enum PodBehaviour: Sendable, Hashable {
    /// Passes its probes.
    case ready
    /// Ends again and again; `reason` is what the kubelet writes, `Error` or `OOMKilled`.
    case crashes(exitCode: Int, reason: String = "Error")
    /// Runs, but its readiness probe fails for ever.
    case neverReady

    /// Killed for using more memory than its limit.
    public static let outOfMemory = PodBehaviour.crashes(exitCode: 137, reason: "OOMKilled")
}
