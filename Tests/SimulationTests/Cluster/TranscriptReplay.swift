import Foundation
import Simulation
import Testing

/// Sends recorded requests and compares the answers, but for uids, versions and times.
struct TranscriptReplay {
    let file: String
    private(set) var compared = 0
    /// Recorded uids and versions, and what stands for them here.
    private var known: [String: String] = [:]

    private let keepsManagedFields: Bool

    init(file: String, keepsManagedFields: Bool) {
        self.file = file
        self.keepsManagedFields = keepsManagedFields
    }

    /// Namespaces that the recording takes for granted.
    static func namespaces(of exchanges: [JSONValue]) -> [String] {
        let paths = exchanges.compactMap { $0["request", "path"]?.string }
        let names = paths.compactMap { path -> String? in
            let parts = path.split(separator: "?")[0].split(separator: "/").map(String.init)
            guard let index = parts.firstIndex(of: "namespaces"), parts.count > index + 2 else { return nil }
            return parts[index + 1]
        }
        return Set(names).filter { !$0.hasSuffix("-none") }.sorted()
    }

    /// Answers that are known to differ, with the reason.
    private static let excused: [String: String] = [
        "01/21": "the server lists the same cause three times",
        "01/25": "the generated name is another one",
        "02/18": "the text is that of Go's JSON parser",
    ]

    /// Answers with another status here, with the reason.
    private static let refused: [String: String] = [
        "05/15": "a strict merge patch is refused with 400 here, with 422 and the whole object there"
    ]

    /// Objects that a recording takes for granted.
    static func prepare(_ file: String, _ exchanges: [JSONValue], _ fixture: ClusterFixture) async throws {
        for name in namespaces(of: exchanges) {
            try await fixture.cluster.apply(
                ["apiVersion": "v1", "kind": "Namespace", "metadata": ["name": .string(name)]])
        }
        guard file.hasPrefix("09") else { return }
        let metadata: JSONValue = ["name": "app", "namespace": "s09"]
        try await fixture.cluster.apply(
            [
                "apiVersion": "source.toolkit.fluxcd.io/v1", "kind": "GitRepository", "metadata": metadata,
                "spec": [
                    "interval": "5m", "url": "https://github.com/acme/app", "ref": ["branch": "main"],
                    "secretRef": ["name": "git-auth"],
                ],
            ], manager: "first-manager")
        try await fixture.cluster.apply(
            [
                "apiVersion": "kustomize.toolkit.fluxcd.io/v1", "kind": "Kustomization", "metadata": metadata,
                "spec": [
                    "interval": "10m", "path": "./deploy", "prune": true,
                    "sourceRef": ["kind": "GitRepository", "name": "app"],
                ],
            ], manager: "first-manager")
    }

    mutating func send(_ exchange: JSONValue, number: Int, to fixture: ClusterFixture) async throws {
        guard Self.refused["\(file.prefix(2))/\(number)"] == nil else { return }
        let request = exchange["request"] ?? [:]
        guard request["as"] == nil, exchange["response", "events"] == nil else { return }
        let path = request["path"]?.string ?? ""
        let type = request["headers", "Content-Type"]?.string ?? ""
        let body = request["body"].map { $0.string ?? $0.text }.map(translated)
        let answer = try await fixture.send(
            request["method"]?.string ?? "GET", path, text: body, type: type, token: ClusterUser.administrator.token,
            headers: request["headers", "Accept"]?.string.map { ["Accept": $0] } ?? [:])
        let wanted = exchange["response"] ?? [:]
        let place = Comment(
            rawValue:
                "\(file) exchange \(number): \(exchange["note"]?.string ?? "")\n\(path)\n\(answer.text.prefix(600))")
        #expect(answer.status == wanted["status"]?.int, place)
        guard answer.status == wanted["status"]?.int, let recorded = wanted["body"], recorded.object != nil else {
            return
        }
        learn(recorded, answer.json)
        guard Self.excused["\(file.prefix(2))/\(number)"] == nil else { return }
        compared += 1
        let ours = JSONValue.object(["": normal(answer.json)]).text
        let theirs = JSONValue.object(["": normal(recorded)]).text
        #expect(translated(theirs) == ours, place)
    }

    /// Recorded uids and versions in a text become those of here.
    private func translated(_ text: String) -> String {
        known.reduce(text) {
            $0.replacing("\"\($1.key)\"", with: "\"\($1.value)\"").replacing("uid \($1.key)", with: "uid \($1.value)")
        }
    }

    /// The same recorded version must be the same here, and another one another.
    private mutating func learn(_ recorded: JSONValue, _ ours: JSONValue) {
        for field in ["uid", "resourceVersion"] {
            guard let key = recorded["metadata", field]?.string, let value = ours["metadata", field]?.string else {
                continue
            }
            if known[key] == nil, !known.values.contains(value) { known[key] = value }
        }
    }

    /// Without times, and without what only clusters with controllers have.
    private func normal(_ value: JSONValue) -> JSONValue {
        switch value {
        case .object(var members):
            for name in ["creationTimestamp", "deletionTimestamp", "time"] where members[name]?.string != nil {
                members[name] = "…"
            }
            // One quirk of the recording: an entry without time when only ownership changed.
            if members["fieldsType"] != nil { members["time"] = nil }
            if !keepsManagedFields { members["managedFields"] = nil }
            if let fields = members["managedFields"]?.array {
                members["managedFields"] = .array(fields.sorted { normal($0).text < normal($1).text })
            }
            if let causes = members["causes"]?.array { members["causes"] = .array(causes.sorted { $0.text < $1.text }) }
            if let message = members["message"]?.string, let list = message.range(of: " is invalid: [") {
                let causes = message[list.upperBound...].dropLast().split(separator: ", ").sorted()
                members["message"] = .string(message[..<list.upperBound] + causes.joined(separator: ", "))
            }
            return .object(members.mapValues(normal))
        case .array(let elements): return .array(elements.map(normal))
        default: return value
        }
    }
}
