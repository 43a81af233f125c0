import Foundation

/// What to run where nothing is set up yet, in order.
public struct FirstSteps: Sendable {
    static let noCredential = "no credential for GitHub is configured."
    static let noWebhookSecret = "no webhook secret is configured, so no delivery could be verified."

    /// Of the configuration; nil: neither a flag nor a variable names one, and there is none here.
    let file: String?

    public init(file: String?) {
        self.file = file
    }

    /// The same problems, where what is missing is the configuration or GitHub's credential: with the commands that make them.
    public func told(instead problems: ConfigurationProblems) -> ConfigurationProblems {
        let exists = file.map { FileManager.default.fileExists(atPath: $0) } ?? false
        let isUnset = problems.problems.contains { $0.what == Self.noCredential }
        guard !exists || isUnset else { return problems }
        guard isUnset || file != nil else { return problems }
        let others = problems.problems.filter { problem in
            exists && problem.what != Self.noCredential && problem.what != Self.noWebhookSecret
        }
        return ConfigurationProblems(others + [exists ? noApp : noConfiguration])
    }

    private var noConfiguration: ConfigurationProblem {
        let place =
            file.map { "there is no \($0)" }
            ?? "there is no slipway.yaml here, and neither --config nor SLIPWAY_CONFIG names another file"
        return ConfigurationProblem(
            what: "nothing is configured yet: \(place).",
            whatToDo: steps([
                ("slipway init", "writes it from a few questions."), app, doctor, serve,
            ]))
    }

    private var noApp: ConfigurationProblem {
        ConfigurationProblem(
            what: "\(file ?? "the configuration") names no GitHub App and no token yet.",
            whatToDo: steps([app, doctor, serve]))
    }

    private let app = (
        "slipway app create", "registers the GitHub App and writes its key and webhook secret; then install it."
    )
    private let doctor = ("slipway doctor", "looks at everything that Slipway needs.")
    private let serve = ("slipway serve", "starts Slipway.")

    private func steps(_ steps: [(command: String, sentence: String)]) -> String {
        let option = file.flatMap { $0 == "slipway.yaml" ? nil : " --config \($0)" } ?? ""
        let commands = steps.map { $0.command + option }
        let width = commands.map(\.count).max() ?? 0
        let lines = steps.indices.map { index in
            let command = commands[index].padding(toLength: width, withPad: " ", startingAt: 0)
            return "\(index + 1). \(command)  \(steps[index].sentence)"
        }
        return (["Run these, in this order:"] + lines).joined(separator: "\n")
    }
}
