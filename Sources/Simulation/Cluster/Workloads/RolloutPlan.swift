/// How many pods each ReplicaSet of a Deployment should have now, so that neither too many nor too few run.
struct RolloutPlan: Sendable {
    let deployment: JSONValue
    let sets: [OwnedReplicaSet]
    let newIndex: Int

    /// The counts, in the order of the sets.
    var replicas: [Int] {
        var counts = sets.map(\.desired)
        let wanted = deployment["spec", "replicas"]?.int ?? 1
        let isRecreate = deployment["spec", "strategy", "type"] == "Recreate"
        let old = sets.indices.filter { $0 != newIndex }
        if isRecreate {
            for index in old { counts[index] = 0 }
            let remaining = old.reduce(0) { $0 + sets[$1].pods.count }
            counts[newIndex] = remaining == 0 ? wanted : 0
            return counts
        }
        growNew(&counts, wanted: wanted)
        shrinkOld(&counts, old, wanted: wanted)
        return counts
    }

    private func growNew(_ counts: inout [Int], wanted: Int) {
        if counts[newIndex] > wanted {
            counts[newIndex] = wanted
            return
        }
        let room = wanted + surge(wanted) - counts.reduce(0, +)
        counts[newIndex] += max(0, min(room, wanted - counts[newIndex]))
    }

    /// Old pods that are not ready go first; ready ones only while enough others are available.
    private func shrinkOld(_ counts: inout [Int], _ old: [Int], wanted: Int) {
        let least = wanted - unavailable(wanted)
        let newUnavailable = counts[newIndex] - min(sets[newIndex].readyPods.count, counts[newIndex])
        var spare = counts.reduce(0, +) - least - newUnavailable
        for index in old where spare > 0 {
            let unhealthy = counts[index] - min(sets[index].readyPods.count, counts[index])
            let removed = min(unhealthy, spare)
            counts[index] -= removed
            spare -= removed
        }
        var surplus = sets.reduce(0) { $0 + $1.readyPods.count } - least
        for index in old where surplus > 0 {
            let removed = min(counts[index], surplus, max(0, spare))
            counts[index] -= removed
            surplus -= removed
            spare -= removed
        }
    }

    private func surge(_ wanted: Int) -> Int { amount("maxSurge", of: wanted, roundsUp: true) }

    func unavailable(_ wanted: Int) -> Int {
        let amount = amount("maxUnavailable", of: wanted, roundsUp: false)
        return amount == 0 && surge(wanted) == 0 ? 1 : amount
    }

    private func amount(_ field: String, of wanted: Int, roundsUp: Bool) -> Int {
        let value = deployment["spec", "strategy", "rollingUpdate", field]
        if let number = value?.int { return number }
        guard let percent = Int((value?.string ?? "25%").filter(\.isNumber)) else { return 0 }
        return (wanted * percent + (roundsUp ? 99 : 0)) / 100
    }
}
