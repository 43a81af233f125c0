import Foundation
import GitHubAPI
import KubernetesAPI
import Logging
import Redaction
import RunEngine
import Storage

/// Puts back what was deleted from an environment, or changed by hand: applies the desired state of those objects again.
public struct RepairProject: Automation {
    public let name = AutomationName.repairProject.rawValue
    let bench: Workbench

    public init(_ bench: Workbench) {
        self.bench = bench
    }

    var settings: Settings { bench.settings }

    public func run(_ context: RunContext) async throws -> RunOutcome {
        let repair = try context.input(as: RepairInput.self)
        let plan = try await plan(repair, context)
        guard !plan.objects.isEmpty else { return .done("left alone: \(plan.reason)") }
        let place = EnvironmentInCluster(
            client: bench.cluster, project: try await context.identity(), environment: repair.environment)
        if repair.isOfLimits == true { return try await applyLimits(at: place, context) }
        if plan.objects.contains(.namespace) {
            try await context.step("put back the namespace", retry: .persistent) { _ in
                try await place.createNamespace(desired(place, tag: nil))
            }
        }
        if plan.objects.contains(where: \.isFoundation) {
            try await context.step("put back what Flux needs", retry: .persistent) { _ in
                try await place.apply(
                    plan.objects.filter(\.isFoundation), of: desired(place, tag: nil, try await login(plan, context)))
            }
        }
        if plan.objects.contains(where: \.isFlux) {
            try await context.step("put back the Flux objects", retry: .persistent) { _ in
                try await place.applyFlux(context) { desired(place, tag: $0) }
            }
        }
        return .done("put back in \(repair.environment.rawValue): \(repair.findings.joined(separator: ", "))")
    }

    public func failed(_ error: UserError, _ context: RunContext) async throws {
        context.logger.error("what was changed by hand could not be put back", metadata: ["reason": "\(error)"])
    }

    /// Decides once more: the project may have been paused or archived since.
    private func plan(_ repair: RepairInput, _ context: RunContext) async throws -> RepairPlan {
        let (id, settings, now) = (context.project, settings, context.now)
        return try await context.record("look what to put back") { tx in
            guard let project = try tx.projects.find(id),
                let environment = try tx.environments.find(id, repair.environment)
            else { return RepairPlan(reason: "the project is not known any more") }
            if let reason = try tx.reasonToLeaveAlone(project, environment) { return RepairPlan(reason: reason) }
            let all = ManagedObject.allCases.filter { $0.isWanted(settings) }
            let objects = all.filter { repair.objects.isEmpty || repair.objects.contains($0) }
            // Nobody changed anything.
            for object in repair.isOfLimits == true ? [] : repair.objects.isEmpty ? [.namespace] : repair.objects {
                try tx.repairs.count(object.rawValue, repair.environment, of: id, at: now)
            }
            return RepairPlan(objects: objects, repository: project.repository, installation: project.installation)
        }
    }

    private func desired(
        _ place: EnvironmentInCluster, tag: String?,
        _ credentials: DesiredState.Credentials = DesiredState.Credentials()
    ) -> DesiredState {
        DesiredState(
            project: place.project, environment: place.environment, imageTag: tag, settings: settings,
            credentials: credentials)
    }

    /// The logins that are needed; GitHub is asked only for its own.
    private func login(_ plan: RepairPlan, _ context: RunContext) async throws -> DesiredState.Credentials {
        var credentials = DesiredState.Credentials(
            registry: settings.registryLogin(of: try await context.identity().fullName))
        guard plan.objects.contains(.gitSecret), settings.source.mirror == nil, let repository = plan.repository else {
            return credentials
        }
        let client = try await bench.gitHub.forRepository(
            try await context.identity().repositoryName(), id: repository, installation: plan.installation,
            permissions: .fetch)
        let token = try await client.accessToken(lasting: SetUpProject.life).value
        credentials.git = GitLogin(password: token)
        return credentials
    }
}

/// What to put back, as it is recorded.
struct RepairPlan: Sendable, Codable {
    var objects: [ManagedObject] = []
    /// Why nothing.
    var reason = ""
    var repository: Int64?
    var installation: Int64?
}

/// What somebody deleted or changed.
public struct RepairInput: Sendable, Hashable, Codable {
    public var environment: EnvironmentName
    /// Empty: all there are.
    public var objects: [ManagedObject]
    /// What was found of each, for people.
    public var findings: [String]
    /// Nobody changed them: the configuration has other limits. Nil in what people and controllers led to.
    public var isOfLimits: Bool?

    public init(
        environment: EnvironmentName, objects: [ManagedObject], findings: [String], isOfLimits: Bool? = nil
    ) {
        self.environment = environment
        self.objects = objects
        self.findings = findings
        self.isOfLimits = isOfLimits
    }

    /// Whether it will put all of these back.
    func covers(_ others: [ManagedObject], in environment: EnvironmentName) -> Bool {
        environment == self.environment
            && (objects.isEmpty || !others.isEmpty && Set(objects).isSuperset(of: others))
    }
}

extension ManagedObject {
    /// What Flux's objects refer to or run under.
    var isFoundation: Bool { self != .namespace && !isFlux }
    var isFlux: Bool { self == .source || self == .kustomization }
}
