import Foundation
import Redaction
import Subprocess

extension ExecPlugin {
    /// Runs the command and reads what it prints. Its standard output never reaches an error: it is a credential.
    ///
    /// - Throws: ``ClusterConfigurationError`` if it is missing, fails, takes longer than `limit` or
    ///   prints no credential.
    func run(limit: Duration, clock: any Clock<Duration>) async throws -> ExecCredential.Status {
        let result: (text: String, complaint: String, status: TerminationStatus)
        do {
            result = try await withDeadline(limit, clock: clock) { try await start() }
        } catch is DeadlineExceeded {
            throw failure("did not finish within \(limit)", "Run it by hand to see what it waits for.")
        } catch let error as SubprocessError {
            throw failure("could not be run: \(error)", installHint ?? "Install it or correct its path.")
        }
        guard result.status.isSuccess else {
            throw failure(
                "failed (\(result.status)): \(result.complaint)", "Run it by hand; a sign-in may have expired.")
        }
        return try credential(in: result.text)
    }

    private func start() async throws -> (text: String, complaint: String, status: TerminationStatus) {
        var options = PlatformOptions()
        options.processGroupID = 0
        let result = try await Subprocess.run(
            executable(), arguments: Arguments(arguments), environment: .inherit.updating(try variables()),
            platformOptions: options, output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
        let complaint = result.standardError.split(whereSeparator: \.isNewline).suffix(3)
        return (result.standardOutput, String(complaint.joined(separator: " ").prefix(500)), result.terminationStatus)
    }

    /// A path is looked up as the only entry of PATH, which also tells a missing file from a failing one.
    private func executable() async throws -> Executable {
        guard let slash = command.lastIndex(of: "/") else { return .name(command) }
        let name = Executable.name(String(command[command.index(after: slash)...]))
        let folder = String(command[..<slash])
        return .path(try await name.resolveExecutablePath(in: .custom(["PATH": folder.isEmpty ? "/" : folder])))
    }

    private func variables() throws -> [Environment.Key: String?] {
        let info = ExecCredential(
            apiVersion: apiVersion, kind: "ExecCredential", spec: .init(cluster: cluster, interactive: false))
        let text = String(decoding: try JSONEncoder().encode(info), as: UTF8.self)
        var variables: [Environment.Key: String?] = [:]
        for variable in environment {
            variables[Environment.Key(stringLiteral: variable.name)] = variable.value
        }
        variables["KUBERNETES_EXEC_INFO"] = text
        return variables
    }

    private func credential(in text: String) throws -> ExecCredential.Status {
        guard let answer = try? JSONDecoder().decode(ExecCredential.self, from: Data(text.utf8)),
            answer.kind == "ExecCredential", let status = answer.status
        else {
            throw failure("printed no ExecCredential", "Check that it supports \(apiVersion).")
        }
        guard answer.apiVersion == apiVersion else {
            throw failure(
                "answered in \(answer.apiVersion), not \(apiVersion)", "Set that apiVersion in the kubeconfig.")
        }
        guard status.token?.isEmpty == false || (status.clientCertificateData != nil && status.clientKeyData != nil)
        else {
            throw failure(
                "gave neither a token nor a certificate with its key", "Run it by hand; a sign-in may have expired.")
        }
        return status
    }

    private func failure(_ what: String, _ whatToDo: String) -> ClusterConfigurationError {
        ClusterConfigurationError("The exec plugin \(command) of \(file) \(what).", whatToDo: whatToDo)
    }
}
