import Foundation
import Logging
import Storage
import Synchronization

extension RunEngine {
    func serve() async {
        await takeOver()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.renewLeases() }
            group.addTask { await self.listenForChanges() }
            await withDiscardingTaskGroup { turns in
                while !mustStop {
                    let now = options.time.now()
                    for run in await claim(at: now) { turns.addTask { await self.execute(run) } }
                    await rest(since: now)
                }
            }
            group.cancelAll()
        }
    }

    private var mustStop: Bool {
        Task.isCancelled || state.withLock { $0.isStopping }
    }

    /// Runs that were executing when the process ended go on.
    private func takeOver() async {
        let now = options.time.now()
        await survive("take over the runs of the process before") {
            let (number, ahead) = try await self.database.write { tx in
                let ahead = try tx.mendTimes(now: now)
                return (try tx.runs.takeOverAll(now: now), ahead)
            }
            if let ahead {
                self.logger.warning("the clock was ahead before", metadata: ["seconds": "\(Int(ahead))"])
            }
            if number > 0 { self.logger.notice("runs go on after a restart", metadata: ["runs": "\(number)"]) }
        }
    }

    private func listenForChanges() async {
        for await _ in database.changes(in: .runs) { bell.ring() }
    }

    private func claim(at now: Date) async -> [RunRecord] {
        let free = options.workers - executing
        guard free > 0 else { return [] }
        let leaseUntil = now.addingTimeInterval(options.lease.seconds)
        let owner = options.owner
        let executing = state.withLock { $0.turns.values.filter { !$0.isLost }.map(\.claim) }
        do {
            // A claim that a power cut takes was nobody's: the run is due again.
            let runs = try await database.write(.withTheNext) { tx in
                try tx.runs.takeOverExpired(now: now, except: executing)
                let runs = try tx.runs.claim(owner: owner, limit: free, leaseUntil: leaseUntil, now: now)
                if !runs.isEmpty { FailurePoint.hit(.beforeCommit, "RunEngine/claiming runs") }
                return runs
            }
            if !runs.isEmpty { FailurePoint.hit(.afterCommit, "RunEngine/claiming runs") }
            for run in runs { begin(run) }
            return runs
        } catch {
            logger.error("cannot claim runs", metadata: ["error": "\(error.sentence)"])
            return []
        }
    }

    private func begin(_ run: RunRecord) {
        let turn = Turn(run: run, engine: self)
        state.withLock { state in
            state.turns[run.id] = turn
            if state.isStopping { turn.stop() }
        }
        observer.turnBegan(run)
    }

    /// Waits until something may be due that was not at the time of the last claim.
    private func rest(since claimed: Date) async {
        let owner = options.owner
        let next = try? await database.read { try $0.runs.nextDue(after: claimed, owner: owner) }
        let limit = options.time.now().addingTimeInterval(options.idleLimit.seconds)
        let end = next.map { min($0, limit) } ?? limit
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                do {
                    try await self.options.time.sleep(end)
                    self.bell.ring()
                } catch {
                    return
                }
            }
            await bell.wait()
            group.cancelAll()
        }
    }

    func survive(_ what: String, _ body: () async throws -> Void) async {
        do {
            try await body()
        } catch {
            logger.error("cannot \(what)", metadata: ["error": "\(error.sentence)"])
        }
    }
}
