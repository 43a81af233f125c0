import Foundation
import KubernetesAPI
import RunEngine
import Storage

/// What is known of an environment's address at one moment.
enum AddressSight: Codable, Sendable {
    /// Nothing is in the way, as far as it was looked at.
    case fine(String)
    case superseded
    case trouble(Trouble)

    var text: String {
        switch self {
        case .fine(let text): text
        case .superseded: "a newer release is on its way"
        case .trouble(let trouble): trouble.summary ?? trouble.what
        }
    }
}

/// Looks at the address of an environment: from outside, and at what the cluster says of the way to the pods.
struct AddressLook: Sendable {
    let bench: Workbench
    let input: AddressInput
    let context: RunContext
    let project: ProjectIdentity

    /// What more waiting does not change; nil for anything else.
    func settled() async throws -> AddressSight? {
        guard try await isCurrent() else { return .superseded }
        switch try await request() {
        case .answers(let status): return try await answering(status)
        case .notChecked(let why):
            let route = try await route()
            guard let route, route.outlook != .lasting else { return route.map(\.sight) ?? .fine(why.asNotChecked) }
            return nil
        case .fails: return try await route().flatMap { $0.outlook == .lasting ? $0.sight : nil }
        case nil: return nil
        }
    }

    /// What there is to say; nil while the address is being requested.
    func now() async throws -> AddressSight? {
        guard try await isCurrent() else { return .superseded }
        switch try await request() {
        case .answers(let status): return try await answering(status)
        case .notChecked(let why): return try await route()?.sight ?? .fine(why.asNotChecked)
        case .fails(let failure):
            return try await route()?.sight ?? .trouble(failure.trouble(input.host, in: place.namespace))
        case nil: return nil
        }
    }

    /// Whether nothing is in the way any more; nil when something still is.
    func mended() async throws -> AddressSight? {
        guard let sight = try await settled() else { return nil }
        if case .trouble = sight { return nil }
        return sight
    }

    private var place: EnvironmentInCluster {
        EnvironmentInCluster(client: bench.cluster, project: project, environment: input.environment)
    }

    /// Nil: under way.
    private func request() async throws -> Reachability? {
        guard let reach = bench.reach else { return .notChecked("addresses are not checked") }
        return reach(input.address)
    }

    /// Whoever answers may be somebody else: that is looked at when the environment gets its first release.
    private func answering(_ status: Int) async throws -> AddressSight {
        let fine = AddressSight.fine("the address answers \(status)")
        guard try await isFirst() else { return fine }
        return try await routes().first { $0.kind == .ingressHostShared }?.sight ?? fine
    }

    private func route() async throws -> Diagnosis? { try await routes().first }

    private func routes() async throws -> [Diagnosis] {
        try await place.routeDiagnoses(try await isFirst() ? bench.hosts : nil, at: context.now)
    }

    private func isCurrent() async throws -> Bool {
        let (id, input) = (context.project, input)
        return try await context.read {
            try $0.environments.find(id, input.environment)?.desiredImageTag == input.commit
        }
    }

    private func isFirst() async throws -> Bool {
        let input = input
        return try await context.read {
            try $0.releases.environment(input.environment, of: input.release)?.previousImage == nil
        }
    }
}

extension Diagnosis {
    /// Beside pods that run.
    fileprivate var sight: AddressSight {
        var trouble = trouble
        trouble.what = "it runs, but \(trouble.what)"
        trouble.summary = "ready, but \(summary)"
        return .trouble(trouble)
    }
}

extension Trouble {
    /// Whether the address leads to the pods, and to others as well.
    var isAboutSharing: Bool { code == Diagnosis.Kind.ingressHostShared.rawValue }
}

extension String {
    fileprivate var asNotChecked: String { "the address was not checked: \(self)" }
}
