import Foundation

/// The schema validators of `Tests/Tools`, which need a Python that `make validators` sets up.
enum Validators {
    static let python = PackageRoot.url.appending(path: ".venv/bin/python3")
    static let tools = PackageRoot.url.appending(path: "Tests/Tools")
    static let fluxTypes = PackageRoot.shared.appending(path: "flux-crds")

    static let areInstalled = PackageRoot.exists(python)
    static let knowFlux = areInstalled && PackageRoot.exists(fluxTypes)

    /// Checks recorded requests against GitHub's own description of its API.
    static func checkGitHubRequests(_ files: [String]) async throws -> CommandResult {
        try await run("validate_github_requests.py", files)
    }

    /// Checks objects against the schemas of Kubernetes.
    static func checkKubernetesObjects(_ folder: URL) async throws -> CommandResult {
        try await run("validate_manifests.py", [folder.path])
    }

    /// Checks objects against Flux's own definitions of its types.
    static func checkFluxObjects(_ folder: URL) async throws -> CommandResult {
        try await run("validate_manifests.py", ["--crds", fluxTypes.path, folder.path])
    }

    /// Checks answers of the API against its document.
    static func checkAPIAnswers(_ file: URL) async throws -> CommandResult {
        let document = PackageRoot.url.appending(path: "docs/openapi.yaml")
        return try await run("validate_api_answers.py", [document.path, file.path])
    }

    /// Checks a page of metrics as Prometheus reads it.
    static func checkMetrics(_ page: URL) async throws -> CommandResult {
        try await run("validate_monitoring.py", [page.path])
    }

    /// Checks the expressions of rules and dashboards.
    static func checkRules(_ folder: URL) async throws -> CommandResult {
        try await run("validate_monitoring.py", ["--rules", folder.path])
    }

    private static func run(_ script: String, _ arguments: [String]) async throws -> CommandResult {
        let log = FileManager.default.temporaryDirectory.appending(path: "validation-\(UUID().uuidString).log")
        defer { try? FileManager.default.removeItem(at: log) }
        let program = try await Program(
            python, [tools.appending(path: script).path] + arguments, environment: ["PATH": "/usr/bin:/bin"], log: log)
        let status = try await program.end(within: .seconds(300))
        return CommandResult(output: program.output, status: status)
    }
}
