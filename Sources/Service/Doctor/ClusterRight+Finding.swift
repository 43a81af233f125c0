import Automations

extension ClusterRight {
    /// Reviews in flight at once.
    private static let width = 8

    /// Those of all rights that are refused, in their order.
    static func missing(
        _ allows: @escaping @Sendable (ClusterRight) async throws -> Bool
    ) async throws -> [ClusterRight] {
        try await withThrowingTaskGroup(of: (Int, Bool).self) { group in
            var next = all.indices.makeIterator()
            func add() {
                guard let place = next.next() else { return }
                group.addTask { (place, try await allows(all[place])) }
            }
            for _ in 0..<width { add() }
            var refused: [Int] = []
            while let (place, isAllowed) = try await group.next() {
                if !isAllowed { refused.append(place) }
                add()
            }
            return refused.sorted().map { all[$0] }
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
