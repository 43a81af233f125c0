import Storage

extension Runs {
    /// Why a run failed; nil for one that did not.
    public func failure(of run: Int64) throws -> UserError? {
        let record = try steps(of: run).first { $0.name == StepRecord.whyItFailed && $0.finished != nil }
        return try record?.replayed()
    }
}
