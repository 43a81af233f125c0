extension JSONValue {
    /// Sets a condition in `status.conditions`; the time moves only when its status does.
    mutating func setCondition(
        _ type: String, _ status: String, reason: String, message: String, time: String, generation: Int? = nil
    ) {
        var condition: JSONValue = [
            "type": .string(type), "status": .string(status), "reason": .string(reason), "message": .string(message),
        ]
        let old = self.condition(type)
        condition["lastTransitionTime"] = old?["status"]?.string == status ? old?["lastTransitionTime"] : .string(time)
        if let generation { condition["observedGeneration"] = .int(generation) }
        replaceCondition(condition)
    }

    /// As the Deployment controller writes conditions: with the time of the last update.
    mutating func setDeploymentCondition(
        _ type: String, _ status: String, reason: String, message: String, time: String
    ) {
        let old = condition(type)
        if old?["status"]?.string == status, old?["reason"]?.string == reason, old?["message"]?.string == message {
            return
        }
        setCondition(type, status, reason: reason, message: message, time: time)
        guard var condition = condition(type) else { return }
        condition["lastUpdateTime"] = .string(time)
        replaceCondition(condition)
    }

    private mutating func replaceCondition(_ condition: JSONValue) {
        var conditions = list("status", "conditions")
        if let index = conditions.firstIndex(where: { $0["type"] == condition["type"] }) {
            conditions[index] = condition
        } else {
            conditions.append(condition)
        }
        self["status", "conditions"] = .array(conditions)
    }

    mutating func removeCondition(_ type: String) {
        let conditions = list("status", "conditions").filter { $0["type"]?.string != type }
        self["status", "conditions"] = .array(conditions)
    }
}
