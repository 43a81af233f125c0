import Foundation
import Simulation
import Synchronization

extension StormWorld {
    private static let api = "^/(repos|repositories|app|installation)/"

    /// Lets a mishap begin. `label` names it among the simulators' faults.
    func begin(_ mishap: Mishap, until end: Double, label: String, _ dice: Dice) async throws {
        var dice = dice
        if let faults = gitHubFaults(mishap, label, &dice) {
            for fault in faults { await github.inject(fault) }
            return
        }
        if let fault = clusterFault(mishap, label, &dice) { return await cluster.add(fault) }
        if let (fault, times) = deliveryFault(mishap, &dice) {
            return await github.injectWebhookFault(fault, times: times, label: label)
        }
        if mishap != .namespaceStuck { count(mishap.rawValue) }
        switch mishap {
        case .rateLimitSpent: await github.exhaustRateLimit(reset: max(20, end - elapsed))
        case .tokensExpire: await github.expireInstallationTokens()
        case .tokensRevoked: await github.revokeInstallationTokens()
        case .permissionMissing: await setPermissions(without: dice.pick(["workflows", "statuses", "contents"]))
        case .watchesDrop: await cluster.dropWatches()
        case .watchesExpire:
            await cluster.compact()
            await cluster.dropWatches()
        case .clusterAway:
            await cluster.add(Fault(.dropConnection, times: nil, label: label))
            await cluster.dropWatches()
        case .typesMissing: await cluster.removeFluxTypes()
        case .namespaceStuck: sticksNamespaces = true
        case .deletedByHand: try await deleteByHand(&dice)
        case .changedByHand: try await changeByHand(&dice)
        case .fetchesFail:
            for site in sites.values { await github.failFetches(of: site.name, because: "i/o timeout") }
        case .replays: try await replay(&dice)
        case .clockAhead, .clockBehind:
            shift.withLock { $0 = mishap == .clockAhead ? 3_600 : -3_600 }
            // Put wrong while Slipway runs, or wrong from its start on.
            guard dice.happens(0.5) else { return }
            await close(abruptly: false)
            try await open()
        case .stops: await close(abruptly: false)
        case .dies:
            let last = clock.date.addingTimeInterval(-Self.onTheWay)
            await close(abruptly: true)
            deaths.append(last...clock.date)
        default: break
        }
    }

    /// Lets it be over.
    func finish(_ mishap: Mishap, label: String) async throws {
        await github.clearFaults(labelled: label)
        await github.clearWebhookFaults(labelled: label)
        await cluster.removeFaults(labelled: label)
        switch mishap {
        case .permissionMissing: await setPermissions(without: nil)
        case .typesMissing: await cluster.installFluxTypes()
        case .namespaceStuck: try await freeNamespaces()
        case .clockAhead, .clockBehind: shift.withLock { $0 = 0 }
        case .fetchesFail: await github.endFetchFailures()
        case .stops, .dies: try await open()
        default: break
        }
    }

    var elapsed: Double { clock.date.timeIntervalSince(Self.start) }

    // MARK: GitHub

    private func gitHubFaults(_ mishap: Mishap, _ label: String, _ dice: inout Dice) -> [Fault]? {
        let method = dice.pick(["GET", "POST", "PATCH", nil])
        func fault(_ effect: Fault.Effect, _ method: String?, _ times: Int, path: String = Self.api) -> [Fault] {
            [Fault(effect, method: method, path: path, skipping: dice.number(0...4), times: times, label: label)]
        }
        let times = dice.number(1...5)
        switch mishap {
        case .gitHubFails:
            return fault(
                .answer(status: dice.pick([500, 502, 503]), body: Self.message("Server Error")), method, times)
        case .gitHubHangs: return fault(.answerLate(.seconds(45)), method, min(times, 2))
        case .gitHubCutsBodies: return fault(.cutBody, method, times)
        case .gitHubLosesAnswers: return fault(.loseResponse, method, times)
        case .gitHubDrops: return fault(.dropConnection, method, times)
        case .gitHubLimits403, .gitHubLimits429:
            let status = mishap == .gitHubLimits403 ? 403 : 429
            let headers = ["Retry-After": "\(dice.number(5...90))"]
            return fault(.answer(status: status, body: Self.secondary, headers: headers), method, min(times, 2))
        case .gitHubLimitsSilently:
            return fault(.answer(status: dice.pick([403, 429]), body: Self.secondary), method, 1)
        case .gitHubConflicts:
            let path = "/git/|/contents/"
            return fault(.answer(status: 409, body: Self.message("Conflict")), nil, min(times, 3), path: path)
        case .gitHubRefuses:
            let body = Self.message("Update is not a fast forward")
            return fault(.answer(status: 422, body: body), "PATCH", 1, path: "/git/refs/")
        default: return nil
        }
    }

    private static let secondary = message(
        "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.")

    private static func message(_ text: String) -> String { "{\"message\":\"\(text)\"}" }

    private func setPermissions(without missing: String?) async {
        let permissions = SimulatedGitHub.usualPermissions.filter { $0.key != missing }
        for owner in ["acme", "globex"] { try? await github.setPermissions(of: owner, permissions) }
    }

    // MARK: The cluster

    private func clusterFault(_ mishap: Mishap, _ label: String, _ dice: inout Dice) -> Fault? {
        let method = dice.pick(["GET", "PATCH", nil])
        let times = dice.number(1...6)
        func fault(_ effect: Fault.Effect, _ method: String?, path: String = "^/apis?/", times: Int?) -> Fault {
            Fault(effect, method: method, path: path, skipping: dice.number(0...6), times: times, label: label)
        }
        switch mishap {
        case .clusterFails:
            let status = dice.pick([500, 503, 504])
            return fault(Self.status(status, "InternalError", "etcdserver: leader changed"), method, times: times)
        case .clusterHangs: return fault(.answerLate(.seconds(45)), method, times: min(times, 2))
        case .clusterCutsBodies: return fault(.cutBody, method, times: times)
        case .clusterLosesAnswers: return fault(.loseResponse, method, times: times)
        case .clusterThrottles:
            return fault(
                .answer(status: 429, body: "Too many requests, please try again later.", headers: ["Retry-After": "3"]),
                method, times: times)
        case .clusterConflicts:
            return fault(
                Self.status(409, "Conflict", "the object has been modified; please apply your changes to the latest"),
                "PATCH", times: times)
        case .clusterRefuses:
            // What a release applies is refused once and for all by a 422, so only what the set-up tries again.
            return fault(
                Self.status(422, "Invalid", "spec: Invalid value: refused by a webhook"), "PATCH",
                path: "/(serviceaccounts|resourcequotas|limitranges|networkpolicies)/", times: times)
        case .quotaRefuses:
            return Fault(
                Self.status(
                    403, "Forbidden", "exceeded quota: team, requested: count/secrets=1, limited: count/secrets=0"),
                method: "PATCH", path: "/secrets/", times: nil, label: label)
        default: return nil
        }
    }

    private static func status(_ code: Int, _ reason: String, _ message: String) -> Fault.Effect {
        .answer(
            status: code,
            body: """
                {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"\(message)",\
                "reason":"\(reason)","code":\(code)}
                """)
    }

    private func freeNamespaces() async throws {
        sticksNamespaces = false
        for namespace in stuckNamespaces {
            try await cluster.apply(
                [
                    "apiVersion": "v1", "kind": "ConfigMap",
                    "metadata": ["name": "held", "namespace": .string(namespace), "finalizers": []],
                ], manager: "simulation")
        }
        stuckNamespaces = []
    }

    // MARK: People in the cluster

    private func place(_ dice: inout Dice) -> (site: StormSite, namespace: String)? {
        let all = sites.sorted { $0.key < $1.key }.map(\.value).filter { !$0.isDeleted && !$0.isArchived }
        guard !all.isEmpty else { return nil }
        let site = dice.pick(all)
        return (site, site.namespace(dice.pick(["development", "staging", "production"])))
    }

    private func deleteByHand(_ dice: inout Dice) async throws {
        guard let (site, namespace) = place(&dice) else { return }
        let (kind, name) = dice.pick([
            ("ResourceQuota", "project-quota"), ("NetworkPolicy", "project-isolation"),
            ("RoleBinding", "slipway-deployer"), ("RoleBinding", "slipway"), ("ServiceAccount", "default"),
            ("Secret", "\(site.project)-git-auth"),
            ("GitRepository", "\(site.project)-repo"), ("Namespace", namespace),
        ])
        try? await cluster.delete(kind, namespace: kind == "Namespace" ? "" : namespace, name: name)
    }

    private func changeByHand(_ dice: inout Dice) async throws {
        guard let (_, namespace) = place(&dice),
            await cluster.object("ResourceQuota", namespace: namespace, name: "project-quota") != nil
        else { return }
        _ = try? await cluster.apply(
            [
                "apiVersion": "v1", "kind": "ResourceQuota",
                "metadata": ["name": "project-quota", "namespace": .string(namespace)],
                "spec": ["hard": ["pods": .string("\(dice.number(11...99))")]],
            ])
    }

    // MARK: Deliveries

    private func deliveryFault(_ mishap: Mishap, _ dice: inout Dice) -> (WebhookFault, times: Int)? {
        switch mishap {
        case .deliveriesThrice: (.scatter(times: 3, within: .seconds(dice.number(1...30))), 10_000)
        case .deliveriesLost: (.drop, dice.number(1...4))
        case .deliveriesSwapped: (.swapWithNext, dice.number(1...4))
        default: nil
        }
    }

    private func replay(_ dice: inout Dice) async throws {
        for _ in 0..<dice.number(1...4) {
            let known = await github.deliveries()
            guard !known.isEmpty else { return }
            try? await github.replay(dice.pick(known).id)
        }
    }
}
