import Automations
import Foundation
import GitHubAPI
import Testing

/// Headers, decoding and routing of deliveries, as one.
@Suite struct DecoderFuzzTests {
    @Test func deliveries() async throws {
        try await Fuzz.run("deliveries") { random, last in
            let (from, besides) = (random.pick(Corpus.deliveries), random.pick(Corpus.deliveries))
            let isWhole = random.chance(oneIn: 20)
            let body = isWhole ? from.body : Mutation.apply(from.body, besides: besides.body, &random)
            let name = random.chance(oneIn: 8) ? besides.event : from.event
            let data = Data(last.remember(body))
            let summary = DeliverySummary.peek(data)
            try Self.requireSentence([summary.action, summary.sender, summary.repositoryFullName, "."].text)
            do {
                let event = try Event.decode(name: name, body: data)
                try Fuzz.require(Self.name(of: event) == name, "\(name) became \(event)")
                try Self.route(event, &random)
                if isWhole { try Fuzz.require(summary != DeliverySummary() || from.event == "ping", "nothing to see") }
            } catch let error as EventError {
                try Fuzz.require(!isWhole || name != from.event, "refused a delivery of GitHub's: \(error)")
                try Self.requireSentence(error.description)
            }
        }
    }

    /// Of what it holds of a body, neither a log nor a table comes to harm.
    private static func requireSentence(_ text: String) throws {
        let isOneLine = text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
        try Fuzz.require(!text.isEmpty && text.utf8.count < 2_500 && isOneLine, "no sentence: \(text)")
    }

    private static let routing = Routing(
        gitHubHost: "github.com", rules: [ProjectRule(match: "acme/*", template: "nextjs-15-app")],
        buildWorkflow: ".github/workflows/slipway.yml")

    private static func route(_ event: Event, _ random: inout SeededRandom) throws {
        let repository = Routing.repository(of: event) ?? 42
        let project = KnownProject(
            id: ProjectID(gitHubHost: "github.com", repository: repository), trackedBranch: "main",
            isArchived: random.chance(oneIn: 4), removed: random.chance(oneIn: 4) ? Date(timeIntervalSince1970: 1) : nil
        )
        for known in [project, nil] {
            switch routing.decide(event, project: known) {
            case .ignore(let reason): try requireSentence(reason)
            case .update(_, let note): try requireSentence(note)
            case .revive(let run, let push):
                try requireSentence(run.semanticKey)
                try requireSentence(push)
            case .start(let runs):
                for run in runs {
                    try requireSentence(run.semanticKey)
                    try Fuzz.require(run.semanticKey.contains(":"), "the key \(run.semanticKey)")
                    try Fuzz.require(JSONSerialization.isValidJSONObject(["input": try object(run)]), "no JSON")
                }
            }
        }
    }

    private static func object(_ run: RoutedRun) throws -> Any {
        try JSONSerialization.jsonObject(with: run.input.json())
    }

    private static func name(of event: Event) -> String {
        switch event {
        case .repositoryCreated, .repositoryDeleted, .repositoryArchived, .repositoryUnarchived, .defaultBranchChanged,
            .repositoryRenamed, .repositoryTransferred, .repositoryPublicized, .repositoryPrivatized, .topicsChanged:
            "repository"
        case .push: "push"
        case .workflowRunRequested, .workflowRunInProgress, .workflowRunCompleted: "workflow_run"
        case .installationCreated, .installationDeleted, .installationSuspended, .installationUnsuspended,
            .installationPermissionsAccepted:
            "installation"
        case .repositoriesAdded, .repositoriesRemoved: "installation_repositories"
        case .ping: "ping"
        case .other(let name, _): name
        }
    }
}

extension [String?] {
    fileprivate var text: String { compactMap { $0 }.joined() }
}
