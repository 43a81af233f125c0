/// The faults that are armed, with what is left of each.
struct FaultRules: Sendable {
    private struct Armed: Sendable {
        let fault: Fault
        var toSkip: Int
        var left: Int?
    }

    private var armed: [Armed] = []
    /// Requests that were hit, by label.
    private(set) var hits: [String: Int] = [:]

    var isEmpty: Bool { armed.isEmpty }

    mutating func add(_ fault: Fault) {
        armed.append(Armed(fault: fault, toSkip: fault.skipping, left: fault.times))
    }

    mutating func removeAll() { armed = [] }

    mutating func remove(_ label: String) { armed.removeAll { $0.fault.label == label } }

    /// What this request meets, in the order the faults were added; each use counts.
    mutating func take(method: String, target: String) -> [Fault.Effect] {
        var effects: [Fault.Effect] = []
        for index in armed.indices where armed[index].fault.matches(method: method, target: target) {
            if armed[index].toSkip > 0 {
                armed[index].toSkip -= 1
            } else if armed[index].left != 0 {
                armed[index].left = armed[index].left.map { $0 - 1 }
                effects.append(armed[index].fault.effect)
                hits[armed[index].fault.label, default: 0] += 1
            }
        }
        armed.removeAll { $0.left == 0 }
        return effects
    }
}
