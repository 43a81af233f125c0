import Foundation
import KubernetesAPI
import RunEngine
import Storage

/// An object that is not as it should be.
public struct Drift: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        /// Somebody deleted it, or it was never applied here: a version of Slipway brought it.
        case missing
        /// These paths were changed, by this field manager if that is known.
        case changed([String], by: String?)
    }

    public var place: ManagedPlace
    public var kind: Kind
    /// Where it was seen so: the version of the object, or of its deletion.
    public var version: String

    public init(place: ManagedPlace, kind: Kind, version: String) {
        self.place = place
        self.kind = kind
        self.version = version
    }

    public var object: ManagedObject { place.object }

    /// For people: "NetworkPolicy project-isolation (missing)".
    public var finding: String {
        let what =
            switch kind {
            case .missing: "missing"
            case .changed(let paths, let manager):
                (paths.isEmpty ? "changed" : "\(Wording.list(Array(paths.prefix(3)))) changed")
                    + (manager.map { " by \($0)" } ?? "")
            }
        return "\(object.resource.kind) \(place.name) (\(what))"
    }
}

/// What becomes of drifts that were found.
public enum RepairDecision: Sendable, Equatable {
    /// A run puts them back, at this time.
    case enqueued(Int64, due: Date, times: Int)
    /// The run before could not; another one tries it at this time.
    case triedAgain(Int64, due: Date)
    /// A run that has not ended may see to it; look once more.
    case underWay
    case leftAlone(String)
}

extension Transaction {
    /// Lets drifts of an environment be put back. The same drift seen twice is one run.
    ///
    /// What keeps coming back is put back with growing pauses: somebody, or some controller, wants it otherwise. What
    /// else is found beside it does not wait for that.
    /// - Parameter seen: when the drifts were looked for; what a run did before cannot have mended them.
    public func repair(
        _ drifts: [Drift], in environment: EnvironmentName, of project: String, seen: Date, at now: Date
    ) throws -> RepairDecision {
        guard let owner = try projects.find(project), let record = try environments.find(project, environment) else {
            return .leftAlone("the project is not known")
        }
        if let reason = try reasonToLeaveAlone(owner, record) { return .leftAlone(reason) }
        // With the namespace went everything in it.
        let isWhole = drifts.contains { $0.object == .namespace && $0.kind == .missing }
        let objects = isWhole ? [] : drifts.map(\.object)
        let known = try runs.unfinished(project: project, automation: AutomationName.repairProject.rawValue)
            .filter { try $0.input(as: RepairInput.self).covers(objects, in: environment) }
        if known.contains(where: { $0.started == nil }) { return .leftAlone("a run is about to see to it") }
        if !known.isEmpty { return .underWay }
        let counted: [ManagedObject] = isWhole ? [.namespace] : objects
        let counts = try counted.map { try timesRepaired($0, environment, of: project, at: now) }
        let times = counts.max() ?? 0
        let due = now.addingTimeInterval(RepairPause.after(times))
        if due > now, !isWhole {
            let urgent = zip(drifts, counts).filter { RepairPause.after($0.1) == 0 }.map { $0.0 }
            if !urgent.isEmpty {
                let others = zip(drifts, counts).filter { RepairPause.after($0.1) > 0 }.map { $0.0 }
                _ = try repair(others, in: environment, of: project, seen: seen, at: now)
                return try repair(urgent, in: environment, of: project, seen: seen, at: now)
            }
        }
        let input = RepairInput(environment: environment, objects: objects, findings: drifts.map(\.finding))
        let key = Self.repairKey(drifts, environment, owner)
        let hasFailed = try runs.find(key: key)?.state == .failed
        let pause = hasFailed ? RepairPause.failure(drifts) : RepairPause.text(times, drifts)
        func enqueue(_ key: String) throws -> Enqueued {
            try runs.enqueue(
                try NewRun(
                    automation: AutomationName.repairProject.rawValue, key: key, project: project, input: input,
                    due: due, waitsFor: due > now ? pause : nil), at: now)
        }
        var enqueued = try enqueue(key)
        // It failed, or left it alone because of a pause.
        if let ended = enqueued.ended, ended < seen {
            enqueued = try enqueue("\(key):\(Int64(now.timeIntervalSince1970 * 1000))")
        }
        switch enqueued {
        case .new(let run) where hasFailed: return .triedAgain(run.id, due: due)
        case .new(let run): return .enqueued(run.id, due: due, times: times)
        case .known(let run) where !run.state.isFinished: return .underWay
        case .known, .former: return .leftAlone("a run has seen to it already")
        }
    }

    /// Applies the whole desired state of all environments again, because a person said so.
    /// - Returns: the runs that do it.
    @discardableResult
    func repair(
        _ project: ProjectRecord, _ environments: [EnvironmentName] = EnvironmentName.allCases,
        because reason: String, at now: Date
    ) throws -> [RunRecord] {
        try environments.compactMap { environment in
            let input = RepairInput(environment: environment, objects: [], findings: [reason])
            return try runs.enqueue(
                try NewRun(
                    automation: AutomationName.repairProject.rawValue,
                    key: "repair:\(project.repository):\(environment.rawValue):\(now.timeIntervalSince1970)",
                    project: project.id, input: input), at: now
            ).run
        }
    }

    private func timesRepaired(
        _ object: ManagedObject, _ environment: EnvironmentName, of project: String, at now: Date
    ) throws -> Int {
        guard let known = try repairs.find(object.rawValue, environment, of: project),
            now.timeIntervalSince(known.last) < Repairs.memory
        else { return 0 }
        return known.count
    }

    private static func repairKey(
        _ drifts: [Drift], _ environment: EnvironmentName, _ project: ProjectRecord
    ) -> String {
        let objects = drifts.map { "\($0.object.rawValue)@\($0.version)" }.sorted().joined(separator: ",")
        return "repair:\(project.repository):\(environment.rawValue):\(objects)"
    }
}

extension Enqueued {
    /// When the run ended that had the key before; nil for one that has not.
    fileprivate var ended: Date? {
        switch self {
        case .new: nil
        case .known(let run): run.finished
        case .former(let ended): ended
        }
    }
}

/// How long an object that was changed again and again stays so before it is put back once more. Pure.
public enum RepairPause {
    /// So many times it is put back at once.
    static let patience = 3

    /// Seconds: none at first, then one minute, two, four … up to an hour.
    public static func after(_ times: Int) -> TimeInterval {
        times < patience ? 0 : min(60 * Double(1 << min(times - patience, 10)), 3600)
    }

    static func text(_ times: Int, _ drifts: [Drift]) -> String {
        "somebody else to settle: \(findings(drifts)), put back \(times) times lately"
    }

    static func failure(_ drifts: [Drift]) -> String {
        "the next attempt: \(findings(drifts)) could not be put back"
    }

    private static func findings(_ drifts: [Drift]) -> String {
        drifts.map(\.finding).joined(separator: ", ")
    }
}
