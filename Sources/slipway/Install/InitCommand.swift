import ArgumentParser
import Foundation
import Service

struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Write a commented slipway.yaml from a few questions.",
        discussion: """
            On a terminal it asks for what no flag says; --yes takes what it would propose. Nothing is overwritten unless \
            --replace says so, and then the App that the file names is kept.
            """)

    @Option(help: "The file to write. Default: SLIPWAY_CONFIG, else slipway.yaml.")
    var config: String?
    @Option(help: "The organisation or user whose repositories are set up.")
    var organization: String?
    @Option(help: "The template that they get; see slipway template list.")
    var template: String?
    @Option(help: "Projects are reached at <repository>.<domain>, such as apps.example.com.")
    var domain: String?
    @Option(help: "The cert-manager ClusterIssuer of their certificates.")
    var clusterIssuer: String?
    @Option(help: "The kubeconfig of the cluster.")
    var kubeconfig: String?
    @Option(help: "The owner of the token that private images are pulled with.")
    var registryUsername: String?
    @Option(help: "The file with that token.")
    var registryPasswordFile: String?
    @Option(help: "A GitHub Enterprise Server, such as https://github.example.com.")
    var github: String?
    @Flag(help: "Ask nothing.")
    var yes = false
    @Flag(help: "Write it anew if it is there.")
    var replace = false

    func run() async throws {
        try await Terminal.reporting {
            let file = InitialConfigurationFile(path: path, isReplacing: replace)
            try file.check()
            let initial = try answered()
            try file.write(initial)
            Terminal.say(InitTexts.done(initial, path: path, option: config))
        }
    }

    private var path: String {
        let named = ProcessInfo.processInfo.environment["SLIPWAY_CONFIG"].flatMap { $0.isEmpty ? nil : $0 }
        return config ?? named ?? "slipway.yaml"
    }

    private func answered() throws -> InitialConfiguration {
        let questions = yes ? nil : Questions.ifAsked
        var initial = InitialConfiguration()
        initial.templates = ProcessInfo.processInfo.environment["SLIPWAY_TEMPLATES"].flatMap { $0.isEmpty ? nil : $0 }
        initial.place = try github.map(GitHubPlace.init(web:))
        initial.organization =
            organization ?? questions?.answer("Whose repositories are set up (organisation or user)?")
        guard initial.organization != nil else {
            throw StartFailure(
                "whose repositories should be set up is not said, and there is no terminal to ask on.",
                whatToDo: "Say so with --organization acme; slipway init --help lists what else can be said.")
        }
        initial.template = ask(questions, template, "Which template do they get?", "static-site") ?? "static-site"
        initial.kubeconfig = ask(questions, kubeconfig, "Where is the kubeconfig?", Self.usualKubeconfig)
        initial.domain = ask(questions, domain, "Below which domain are projects reached (empty: not at all)?")
        if initial.domain != nil {
            initial.clusterIssuer = ask(
                questions, clusterIssuer, "Which ClusterIssuer signs certificates (empty: none)?")
        }
        initial.registryUsername = ask(
            questions, registryUsername, "Whose token are private images pulled with (empty: images are public)?")
        if initial.registryUsername != nil {
            let file = ask(questions, registryPasswordFile, "Which file holds that token?", "registry-token")
            initial.registryPasswordFile = file ?? initial.registryPasswordFile
        }
        return initial
    }

    private func ask(
        _ questions: Questions?, _ flag: String?, _ question: String, _ standard: String? = nil
    ) -> String? {
        if let flag { return flag }
        guard let questions else { return standard }
        return questions.answer(question, default: standard)
    }

    /// The one that kubectl would take, or that of k3s on this machine; in a pod none.
    private static var usualKubeconfig: String? {
        let environment = ProcessInfo.processInfo.environment
        if environment["KUBERNETES_SERVICE_HOST"] != nil { return nil }
        if let named = environment["KUBECONFIG"], !named.isEmpty, !named.contains(":") { return named }
        let home = environment["HOME"] ?? ""
        if FileManager.default.isReadableFile(atPath: "\(home)/.kube/config") { return "~/.kube/config" }
        let k3s = "/etc/rancher/k3s/k3s.yaml"
        return FileManager.default.isReadableFile(atPath: k3s) ? k3s : nil
    }
}

/// What `slipway init` says.
enum InitTexts {
    static func done(_ initial: InitialConfiguration, path: String, option: String?) -> String {
        let more = option.map { " --config \($0)" } ?? ""
        let owner = initial.organization.map { " --organization \($0)" } ?? ""
        let token = initial.registryUsername.map {
            "\nPut a classic token of \($0) with read:packages into \(initial.registryPasswordFile), beside it (chmod 600)."
        }
        return """
            ✅ Wrote \(path).\(token ?? "")

            What comes next:
            1. slipway app create\(more)\(owner) --url https://YOUR-ADDRESS   registers the GitHub App.
            2. slipway doctor\(more)   looks at everything that Slipway needs.
            3. slipway serve\(more)    starts Slipway.
            """
    }
}
