import Foundation
import KubernetesAPI
import RunEngine
import Storage

/// Requests the address of an environment after a release has arrived there, and says what is missing when it does not
/// answer. The release is not affected.
public struct CheckAddress: Automation {
    public let name = AutomationName.checkAddress.rawValue
    let bench: Workbench

    public init(_ bench: Workbench) {
        self.bench = bench
    }

    public func run(_ context: RunContext) async throws -> RunOutcome {
        let input = try context.input(as: AddressInput.self)
        let patience = bench.settings.patience
        // Names, certificates and load balancers may be as new as the environment.
        let soon = try await answer(
            "answer", input, within: patience.address, every: min(15, patience.recheck), context)
        if let verdict = soon.value { return .done(verdict.text) }
        let last = try await context.wait(
            "look what is missing", for: "\(input.address) to be requested", timeout: .seconds(60),
            checkEvery: .seconds(10), wakeOn: [WakeKey.address(input.address)]
        ) { bench.reach?(input.address) }
        guard case .fails(let failure)? = last.value else {
            return .done(last.value.flatMap(Verdict.init)?.text ?? "\(input.address) was not requested")
        }
        try await tell(
            "tell what is missing", failure.trouble(input.host, in: input.namespace(context)), input, context)
        let later = try await answer("answer later", input, within: 6 * 3600, every: 20 * patience.recheck, context)
        guard case .answers? = later.value else {
            return .done(later.value?.text ?? "\(input.address) stays unreachable")
        }
        try await tell("tell that it answers", nil, input, context)
        return .done("\(input.address) answers after all")
    }

    /// What ends the looking.
    private enum Verdict: Codable, Sendable {
        case answers(Int)
        case notChecked(String)
        case superseded

        init?(_ reachability: Reachability) {
            switch reachability {
            case .answers(let status): self = .answers(status)
            case .notChecked(let why): self = .notChecked(why)
            case .fails: return nil
            }
        }

        var text: String {
            switch self {
            case .answers(let status): "the address answers \(status)"
            case .notChecked(let why): "the address was not checked: \(why)"
            case .superseded: "a newer release is on its way"
            }
        }
    }

    private func answer(
        _ name: String, _ input: AddressInput, within limit: Double, every interval: Double, _ context: RunContext
    ) async throws -> Waited<Verdict> {
        try await context.wait(
            name, for: "\(input.address) to answer", timeout: .seconds(limit), checkEvery: .seconds(interval),
            wakeOn: [WakeKey.release(context.project, input.environment), WakeKey.address(input.address)]
        ) {
            guard try await isCurrent(input, context) else { return .superseded }
            guard let reach = bench.reach else { return .notChecked("addresses are not checked any more") }
            return reach(input.address).flatMap(Verdict.init)
        }
    }

    private func isCurrent(_ input: AddressInput, _ context: RunContext) async throws -> Bool {
        let id = context.project
        return try await context.read {
            try $0.environments.find(id, input.environment)?.desiredImageTag == input.commit
        }
    }

    private func tell(
        _ step: String, _ trouble: Trouble?, _ input: AddressInput, _ context: RunContext
    ) async throws {
        let (id, settings, now) = (context.project, bench.settings, context.now)
        try await context.record(step) { tx in
            guard try tx.releases.environment(input.environment, of: input.release)?.state == .ready else { return }
            try tx.releases.update(input.environment, of: input.release, at: now) { $0.trouble = trouble }
            try Telling(settings).tell(input.commit, of: id, in: tx, at: now)
        }
    }
}

/// The address of an environment in which a release has arrived.
public struct AddressInput: Sendable, Hashable, Codable {
    public var release: Int64
    public var commit: String
    public var environment: EnvironmentName
    public var address: String

    /// The semantic key: once for every arrival.
    var key: String { "address:\(release):\(environment.rawValue)" }

    var host: String { URLComponents(string: address)?.host ?? address }

    func namespace(_ context: RunContext) throws -> NamespaceName {
        ProjectNames(try context.projectID()).namespace(environment)
    }
}

extension RunContext {
    fileprivate func projectID() throws -> ProjectID {
        guard let id = ProjectID(project) else {
            throw UserError(
                what: "\(project) is no project.", whatToDo: "Replay the delivery that created it.",
                code: "project.unknown")
        }
        return id
    }
}

extension Transaction {
    /// Begins the check of an environment that has an address.
    func checkAddress(of release: Release, _ environment: EnvironmentName, of project: String, at now: Date) throws {
        guard let address = try environments.find(project, environment)?.address else { return }
        let input = AddressInput(
            release: release.id, commit: release.commit, environment: environment, address: address)
        _ = try runs.enqueue(
            try NewRun(
                automation: AutomationName.checkAddress.rawValue, key: input.key, project: project, input: input),
            at: now)
    }
}
