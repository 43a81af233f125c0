/// A value that comes later.
actor Promise<Value: Sendable> {
    private var result: Value?
    private var waiting: [CheckedContinuation<Value, Never>] = []

    func fulfil(_ value: Value) {
        result = value
        for continuation in waiting { continuation.resume(returning: value) }
        waiting = []
    }

    var value: Value {
        get async {
            if let result { return result }
            return await withCheckedContinuation { waiting.append($0) }
        }
    }
}
