/// A command that hands out a credential (client.authentication.k8s.io, v1 and v1beta1).
public struct ExecPlugin: Sendable, Hashable {
    static let versions = ["client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1"]

    public let apiVersion: String
    /// A name that is looked up in PATH, or an absolute path.
    public let command: String
    public let arguments: [String]
    public let environment: [Kubeconfig.Variable]
    /// What to tell a person who does not have the command.
    public let installHint: String?
    /// The kubeconfig it stands in.
    public let file: String
    /// `spec.cluster` of what the plugin is told, if it asked for that.
    let cluster: ExecCredential.Cluster?

    init(_ exec: Kubeconfig.Exec, file: String, cluster: ClusterConfiguration, folder: String) throws {
        guard let command = exec.command, !command.isEmpty else {
            throw ClusterConfigurationError(
                "An exec plugin in \(file) names no command.", whatToDo: "Set users[].user.exec.command.")
        }
        guard let version = exec.apiVersion, Self.versions.contains(version) else {
            throw ClusterConfigurationError(
                "The exec plugin \(command) in \(file) uses apiVersion \"\(exec.apiVersion ?? "")\".",
                whatToDo: "Use \(Self.versions.joined(separator: " or ")).")
        }
        guard exec.interactiveMode != "Always" else {
            throw ClusterConfigurationError(
                "The exec plugin \(command) in \(file) wants to ask a person (interactiveMode: Always).",
                whatToDo: "Use a plugin that works without, or a token.")
        }
        self.apiVersion = version
        self.command = command.contains("/") && !command.hasPrefix("/") ? "\(folder)/\(command)" : command
        self.arguments = exec.args ?? []
        self.environment = exec.env ?? []
        self.installHint = exec.installHint
        self.file = file
        self.cluster = exec.provideClusterInfo == true ? ExecCredential.Cluster(cluster) : nil
    }
}
