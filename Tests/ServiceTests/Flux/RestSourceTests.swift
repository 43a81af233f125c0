import Automations
import Foundation
import GitHubAPI
import KubernetesAPI
import RunEngine
import Simulation
import Storage
import Testing

@Suite("A source that rests", .timeLimit(.minutes(1)))
struct RestSourceTests {
    private static let hour = Protection()
    private static let moment = Protection(firstRest: 0, longestRest: 0)

    @Test func whatSlipwaySuspendedAndForgotIsTriedAtOnce() async throws {
        try await RestingWorld.with(Self.hour) { world in
            try await world.suspend()
            #expect(try await world.change { try $0.adopt(world.source, at: world.time.now) })
            try await world.isResumed()
            let rest = try #require(try await world.rest())
            #expect((rest.round, rest.message) == (1, "i/o timeout"))
            #expect(rest.probing != nil)
        }
    }

    @Test func whatAPersonSuspendedIsNotTakenUp() async throws {
        try await RestingWorld.with(Self.hour) { world in
            try await world.suspend(by: "flux")
            #expect(try await world.change { try $0.adopt(world.source, at: world.time.now) })
            let run = try await world.run(where: \.isFinished)
            #expect(run.outcome == "it is not suspended any more")
            #expect(try await world.rest() == nil)
            #expect(await world.isSuspended())
        }
    }

    @Test func whoIsRefusedToResumeItKeepsAtIt() async throws {
        try await RestingWorld.with(Self.moment) { world in
            let refusal = #"{"kind":"Status","status":"Failure","reason":"Forbidden","message":"no right","code":403}"#
            await world.cluster.add(
                Fault(.answer(status: 403, body: refusal), method: "PATCH", path: "gitrepositories", skipping: 1))
            #expect(try await world.change { try $0.rest(world.source, at: world.time.now) })
            try await world.isResumed()
            let run = try await world.run(where: \.isFinished)
            #expect(run.outcome?.hasPrefix("staging: the source is still suspended: ") == true)
            let rest = try #require(try await world.rest())
            #expect(rest.round == 1)
            #expect(rest.message.hasPrefix("Slipway cannot let Flux try it: "))
        }
    }

    /// The right was taken away while it was suspended.
    @Test func whatIsSuspendedAlreadyNeedNotBeOnceMore() async throws {
        try await RestingWorld.with(Self.hour) { world in
            try await world.suspend()
            await world.cluster.add(
                Fault(.answer(status: 403), method: "PATCH", path: "gitrepositories", times: nil))
            #expect(try await world.change { try $0.rest(world.source, at: world.time.now) })
            try await world.run(where: \.isResting)
            #expect(try await world.rest() != nil)
        }
    }

    /// Flux tried it a moment too early, and fetches it before it has begun to rest again.
    @Test func whatRecoversBeforeItRestsAgainIsToldToBeReady() async throws {
        try await RestingWorld.with(Self.hour) { world in
            try await world.isRunningEverywhere()
            try await world.change { tx in
                let now = world.time.now
                #expect(try tx.rest(world.source, at: now))
                try tx.sourceRests.save(
                    SourceRestRecord(
                        project: world.id, environment: .staging, failing: now, message: "i/o timeout", round: 1,
                        nextProbe: now))
                try Telling(Settings()).tell(StorageFixture.sha, of: world.id, in: tx, at: now)
                var source = world.source
                source.failing = nil
                try tx.gitopsResources.save(source)
            }
            #expect(try await world.status()?.state == .pending)
            #expect(try await world.run(where: \.isFinished).outcome == "it need not rest")
            #expect(try await world.status()?.state == .success)
        }
    }

    @Test func inAPauseItIsNotTried() async throws {
        try await RestingWorld.with(Self.hour) { world in
            try await world.rests()
            try await world.change { tx in
                let project = try #require(try tx.projects.find(world.id))
                _ = try tx.pause(project, at: world.time.now)
                try tx.letTry(world.id, at: world.time.now)
            }
            try await world.run { $0.isResting && $0.attempts > 1 }
            #expect(await world.isSuspended())
            #expect(try await world.change { try $0.sourceRests.overdueCount(at: world.time.now) } == 0)
            #expect(try await world.change { try $0.sourceRests.next(9) }.isEmpty)
            try await world.change { tx in
                let project = try #require(try tx.projects.find(world.id))
                _ = try tx.resume(project, at: world.time.now)
            }
            try await world.isResumed()
        }
    }

    @Test func howeverLongItWaitsNotMoreAreTriedThanMay() async throws {
        try await RestingWorld.with(Protection(probes: 0)) { world in
            try await world.rests()
            world.time.pass(30 * 86_400)
            try await world.change { try $0.letTry(world.id, at: world.time.now) }
            try await world.run { $0.isResting && $0.attempts > 1 }
            #expect(await world.isSuspended())
        }
    }

    @Test func whatAPersonSuspendsMeanwhileStaysSo() async throws {
        try await RestingWorld.with(Self.hour) { world in
            try await world.rests()
            try await world.suspend(by: "flux")
            try await world.change { try $0.letTry(world.id, at: world.time.now) }
            let run = try await world.run(where: \.isFinished)
            #expect(run.outcome == "staging: somebody else suspended the source")
            #expect(try await world.rest() == nil)
            #expect(await world.isSuspended())
        }
    }
}
