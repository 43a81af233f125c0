import Automations
import KubernetesAPI

extension ClusterRight {
    /// Reviews in flight at once.
    private static let width = 8

    /// Those that are refused, in their order.
    static func missing(
        of rights: [ClusterRight] = all, _ allows: @escaping @Sendable (ClusterRight) async throws -> Bool
    ) async throws -> [ClusterRight] {
        try await withThrowingTaskGroup(of: (Int, Bool).self) { group in
            var next = rights.indices.makeIterator()
            func add() {
                guard let place = next.next() else { return }
                group.addTask { (place, try await allows(rights[place])) }
            }
            for _ in 0..<width { add() }
            var refused: [Int] = []
            while let (place, isAllowed) = try await group.next() {
                if !isAllowed { refused.append(place) }
                add()
            }
            return refused.sorted().map { rights[$0] }
        }
    }

    /// - Parameter user: as the cluster calls us, where it says so.
    static func finding(missing: [ClusterRight], user: String?) -> Finding {
        let who = user ?? "Slipway's user"
        guard !missing.isEmpty else { return .ok("\(who) may do all of the \(all.count) things that Slipway does.") }
        let count = missing.count == all.count ? "none" : "\(all.count - missing.count)"
        return .failure(
            "\(who) may do \(count) of the \(all.count) things that Slipway does; missing: \(summary(missing)).",
            "kubectl apply -f Deploy/rbac.yaml" + binding(user))
    }

    /// The role that Slipway binds to itself in namespaces of projects.
    /// - Parameters:
    ///   - role: nil: it is not there.
    ///   - missing: of ``inProjects``, what may not be done in every namespace anyway.
    /// - Returns: nil where nothing is wanting.
    static func finding(projectRole role: ClusterRole?, missing: [ClusterRight]) -> Finding? {
        let lacking = missing.filter { right in role.map { !$0.grants(right.verb, right.resource) } ?? true }
        guard !lacking.isEmpty else { return nil }
        let name = ProjectNames.ownRole
        let sentence =
            role == nil
            ? "The ClusterRole \(name) is not there: Slipway binds it to itself in each project's namespace, and can put no "
                + "Secret there without."
            : "The ClusterRole \(name) lacks what Slipway does in projects' namespaces: \(summary(lacking))."
        return .failure(sentence, "kubectl apply -f Deploy/rbac.yaml")
    }

    /// The manifest binds the role to its own service account; anybody else must be bound as well.
    private static func binding(_ user: String?) -> String {
        guard let user, user != "system:serviceaccount:slipway:slipway" else { return "" }
        let account = user.split(separator: ":", omittingEmptySubsequences: false)
        let isAccount = user.hasPrefix("system:serviceaccount:") && account.count == 4
        let subject = isAccount ? "--serviceaccount=\(account[2]):\(account[3])" : "--user='\(user)'"
        return
            "\nkubectl create clusterrolebinding slipway-\(isAccount ? account[3] : "user") --clusterrole=slipway \(subject)"
    }
}
