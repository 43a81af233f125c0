import Foundation
import Storage

extension Transaction {
    /// A person asks for the whole desired state to be applied again.
    ///
    /// - Parameter environment: only there; nil: everywhere.
    /// - Returns: a run for each environment. One that has not begun yet stands for this one too.
    /// - Throws: ``Refusal`` where nothing is put back.
    public func askToRepair(
        _ project: ProjectRecord, _ environment: EnvironmentName? = nil, at now: Date
    ) throws -> [RunRecord] {
        let names = environment.map { [$0] } ?? EnvironmentName.allCases
        var (due, reasons): ([EnvironmentName], [String]) = ([], [])
        for record in try environments.all(of: project.id) where names.contains(record.name) {
            if let reason = try reasonToLeaveAlone(project, record) {
                reasons.append(reason)
            } else {
                due.append(record.name)
            }
        }
        guard !due.isEmpty else { throw Refusal.notRepaired(project, because: reasons.first) }
        let waiting = try runs.unfinished(project: project.id, automation: AutomationName.repairProject.rawValue)
            .filter { $0.started == nil }
        return try due.flatMap { name in
            let known = try waiting.first { try $0.input(as: RepairInput.self).covers([], in: name) }
            return try known.map { [$0] } ?? repair(project, [name], because: "everything, as asked", at: now)
        }
    }
}

extension Refusal {
    fileprivate static func notRepaired(_ project: ProjectRecord, because reason: String?) -> Refusal {
        Refusal(
            "nothing is put back in \(project.fullName): \(reason ?? "it has no such environment").",
            whatToDo: project.paused == nil
                ? "Look at the project: it says how it is." : "End the pause first; that puts everything back.")
    }
}
