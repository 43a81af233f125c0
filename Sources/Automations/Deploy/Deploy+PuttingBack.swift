import Foundation
import RunEngine
import Storage

extension Deploy {
    /// Whether something in the environment was deleted or changed by hand while a release failed there, and is put back by
    /// now: what failed without it may go well with it.
    func isPutBack(
        _ environment: EnvironmentName, since began: Date, _ context: RunContext
    ) async throws -> Bool {
        let (id, failed) = (context.project, context.recordedNow)
        let check = min(settings.patience.recheck, Self.noticing)
        let waited: Waited<Bool> = try await context.wait(
            "\(environment.rawValue) put back", for: "what was changed there by hand to be put back",
            timeout: .seconds(settings.patience.flux), checkEvery: .seconds(check)
        ) {
            let now = context.now
            switch try await context.read({ try $0.repair(of: environment, in: id, since: began, at: now) }) {
            case .underWay: return nil
            case .done: return true
            // Flux feels it a moment before the watch tells of it.
            case .none: return now.timeIntervalSince(failed) < check ? nil : false
            }
        }
        return waited.value ?? false
    }

    /// Seconds until a change by hand should have been noticed.
    private static let noticing: Double = 3
}

/// How far the repair of an environment is.
private enum RepairProgress: Sendable {
    case underWay, done
}

extension Transaction {
    /// - Returns: nil where nothing was put back since then. What is put off, because somebody else keeps changing it, is
    ///   not waited for.
    fileprivate func repair(
        of environment: EnvironmentName, in project: String, since began: Date, at now: Date
    ) throws -> RepairProgress? {
        let repairs = try runs.list(project: project, limit: 50).filter { run in
            run.automation == AutomationName.repairProject.rawValue
                && (try? run.input(as: RepairInput.self).environment) == environment
        }
        let unfinished = repairs.filter { !$0.state.isFinished }
        if unfinished.contains(where: { $0.started != nil || $0.due <= now }) { return .underWay }
        return repairs.contains { $0.state == .done && ($0.finished ?? .distantPast) >= began } ? .done : nil
    }
}
