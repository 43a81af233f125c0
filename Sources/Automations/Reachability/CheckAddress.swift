import Foundation
import KubernetesAPI
import RunEngine
import Storage

/// Looks whether the address of an environment leads to a release that has arrived there: requests it, where that is wanted,
/// and asks the cluster for what is in the way. Says what is missing; the release is not affected.
public struct CheckAddress: Automation {
    public let name = AutomationName.checkAddress.rawValue
    let bench: Workbench

    public init(_ bench: Workbench) {
        self.bench = bench
    }

    public func run(_ context: RunContext) async throws -> RunOutcome {
        let input = try context.input(as: AddressInput.self)
        let look = AddressLook(bench: bench, input: input, context: context, project: try await context.identity())
        let patience = bench.settings.patience
        // Names, certificates and load balancers may be as new as the environment.
        var sight = try await wait("answer", input, within: patience.address, every: min(15, patience.recheck), context)
        {
            try await look.settled()
        }
        if sight == nil {
            sight = try await wait("look what is missing", input, within: 60, every: 10, context) {
                try await look.now()
            }
        }
        guard case .trouble(let trouble)? = sight else { return .done(outcome(sight, input)) }
        try await tell("tell what is missing", trouble, input, context)
        let later = try await wait("answer later", input, within: 6 * 3600, every: 2 * patience.address, context) {
            try await look.mended()
        }
        guard case .fine? = later else {
            return .done(later?.text ?? "\(input.address): \(trouble.summary ?? trouble.what)")
        }
        try await tell("tell that it answers", nil, input, context)
        return .done(outcome(later, input))
    }

    private func outcome(_ sight: AddressSight?, _ input: AddressInput) -> String {
        sight?.text ?? "\(input.address) was not requested"
    }

    private func wait(
        _ name: String, _ input: AddressInput, within limit: Double, every interval: Double, _ context: RunContext,
        _ look: @escaping @Sendable () async throws -> AddressSight?
    ) async throws -> AddressSight? {
        try await context.wait(
            name, for: "\(input.address) to answer", timeout: .seconds(limit), checkEvery: .seconds(interval),
            wakeOn: [WakeKey.release(context.project, input.environment), WakeKey.address(input.address)], check: look
        ).value
    }

    private func tell(
        _ step: String, _ trouble: Trouble?, _ input: AddressInput, _ context: RunContext
    ) async throws {
        let (id, settings, now) = (context.project, bench.settings, context.now)
        try await context.record(step) { tx in
            guard try tx.releases.environment(input.environment, of: input.release)?.state == .ready else { return }
            try tx.releases.update(input.environment, of: input.release, at: now) { $0.trouble = trouble }
            if let environment = try tx.environments.find(id, input.environment), environment.state == .ready,
                environment.imageTag == input.commit
            {
                try tx.environments.update(id, input.environment, at: now) { $0.trouble = trouble }
            }
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
