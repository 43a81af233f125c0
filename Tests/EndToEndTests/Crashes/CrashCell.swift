import Foundation
import Testing

/// A story, killed at one point. With a second point it is killed again after the restart.
struct CrashCell: Sendable {
    /// Those whose recordings came to the point. Whether a story comes to it can be a matter of milliseconds; the later a
    /// story stands in the list, the more it is about what the others do not come to.
    let stories: [CrashStory]
    let point: CrashPoint
    var second: CrashPoint?

    /// What came of it.
    enum Result: Sendable {
        case survived
        /// The invariants that do not hold, such as `I3`, with what was found.
        case broke([String])
        /// The program did not come to the point.
        case notReached
    }

    func run() async -> Result {
        let attempts = Array(stories.prefix(1)) + stories.dropFirst().suffix(2).reversed()
        for story in attempts {
            let result = await run(story)
            if case .notReached = result { continue }
            return result
        }
        return .notReached
    }

    private func run(_ story: CrashStory) async -> Result {
        let box = Box()
        do {
            try await World.with(story.options) { world in await box.set(try await play(story, in: world)) }
            return await box.result
        } catch {
            return .broke(["I9: \(error)"])
        }
    }

    private func play(_ story: CrashStory, in world: World) async throws -> Result {
        let scene = try await story.begin(in: world) { try world.arm(point) }
        guard try await world.dies(during: { try await story.ends(world, scene) }) else { return .notReached }
        if let second {
            try world.arm(second)
            // It may die before it says where it listens.
            try? await world.start(environment: story.environment.merging(world.crashVariables) { $1 })
            let isDead = try await world.dies {
                try await world.everyDeliveryArrives()
                try await story.ends(world, scene)
            }
            guard isDead else { return .notReached }
        }
        world.disarm()
        try await world.start(environment: story.environment)
        try await world.everyDeliveryArrives()
        try await story.ends(world, scene)
        let found = try await world.invariants(differences: try await story.differences(world, scene))
        return found.isEmpty ? .survived : .broke(found.map(\.description))
    }

    private actor Box {
        var result = Result.notReached

        func set(_ result: Result) { self.result = result }
    }
}

extension CrashStory {
    /// Starts the program and lets everything happen, but does not wait for what follows from it.
    /// - Parameter prepare: called when the story itself begins.
    func begin(in world: World, _ prepare: () async throws -> Void) async throws -> Scene {
        let variables = environment.merging(world.crashVariables) { $1 }
        try await world.start(environment: world.crashVariables)
        let scene = try await before(world)
        if !environment.isEmpty {
            _ = try await world.terminate()
            try await world.start(environment: variables)
        }
        try await prepare()
        return try await happens(world, scene)
    }

    /// The points that the program passes, in order, each once.
    func record() async throws -> [CrashPoint] {
        let recorded = Recorded()
        try await World.with(options) { world in
            let scene = try await begin(in: world) { await recorded.begin(at: world.points.count) }
            try await ends(world, scene)
            await recorded.end(with: world.points)
        }
        return await recorded.points
    }

    private actor Recorded {
        private var first = 0
        var points: [CrashPoint] = []

        func begin(at count: Int) { first = count }

        func end(with all: [CrashPoint]) {
            var known: Set<CrashPoint> = []
            points = all.dropFirst(first).filter { known.insert($0).inserted }
        }
    }
}
