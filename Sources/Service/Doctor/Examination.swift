/// Everything that is looked at in one area.
protocol Examination: Sendable {
    var area: Check.Area { get }

    /// In the order of the report.
    var probes: [Probe] { get }
}

extension Examination {
    /// All at once; none waits for, or is stopped by, another.
    func checks(_ clock: any Clock<Duration>, within limit: Duration?) async -> [Check] {
        await withTaskGroup(of: (Int, Check).self) { group in
            for (place, probe) in probes.enumerated() {
                group.addTask { (place, Check(area, probe.title, await probe.run(clock, within: limit))) }
            }
            return await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }
}
