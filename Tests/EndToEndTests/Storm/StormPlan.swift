/// Everything that will happen in a storm, drawn from its seed.
struct StormPlan: Sendable {
    /// Something that begins at a simulated second.
    struct Entry: Sendable {
        let at: Double
        /// For a mishap.
        var until: Double?
        let event: Event
        /// Rolls what is left open, such as which status is answered.
        let dice: Dice
    }

    enum Event: Sendable {
        case deed(Deed, repository: Int)
        case mishap(Mishap)
    }

    let seed: UInt64
    let repositories: Int
    let entries: [Entry]

    /// When the last fault is over.
    var end: Double { entries.map { $0.until ?? $0.at }.max() ?? 0 }

    init(seed: UInt64) {
        var dice = Dice(seed: seed)
        self.seed = seed
        repositories = dice.pick([1, 1, 1, 1, 2, 3])
        var entries: [Entry] = []
        for number in 0..<repositories { entries += Self.life(of: number, &dice) }
        entries += Self.mishaps(&dice)
        self.entries = entries.sorted { $0.at < $1.at }
    }

    /// A plan with the same people and without mishaps.
    var calm: StormPlan { StormPlan(self, mishaps: []) }

    private init(_ plan: StormPlan, mishaps: [Entry]) {
        seed = plan.seed
        repositories = plan.repositories
        entries = plan.entries.filter { if case .deed = $0.event { true } else { false } } + mishaps
    }

    // MARK: People

    private static func life(of number: Int, _ dice: inout Dice) -> [Entry] {
        var time = dice.seconds(1...30)
        let beginning = Deed.Beginning(isPrivate: dice.happens(0.3), hasFiles: dice.happens(0.3))
        var life = [(time, Deed.create(beginning))]
        if dice.happens(0.35) {
            // While it is being set up: from at once to well into it.
            let deed = dice.pick([Deed.rename, .transfer, .archive, .delete, .makePrivate])
            life.append((time + dice.pick([0.1, 0.5, 1, 2, 4, 8, 15]), deed))
        }
        if dice.happens(0.2) { life.append((time + dice.pick([0.2, 1, 2, 3]), .push(.good))) }
        time += dice.seconds(20...90)
        for _ in 0..<dice.number(0...3) {
            life.append((time, work(&dice)))
            time += dice.seconds(5...80)
        }
        if dice.happens(0.35) { life += change(at: time, &dice) }
        return life.map { Entry(at: $0.0, event: .deed($0.1, repository: number), dice: dice.another()) }
    }

    /// What becomes of a project that runs, and what follows.
    private static func change(at time: Double, _ dice: inout Dice) -> [(Double, Deed)] {
        let later = time + dice.pick([0.5, 2, 5, 10, 30, 60])
        return switch dice.number(0...2) {
        case 0: [(time, .renameLate), (later, .push(.good))]
        // In the middle of the removal, or after it.
        case 1: [(time, .leave), (later, .push(.good))]
        default: [(time, .pause), (later, .push(.good)), (later + dice.seconds(5...60), .resume)]
        }
    }

    private static func work(_ dice: inout Dice) -> Deed {
        switch dice.number(0...9) {
        case 0...3: .push(.good)
        case 4: .push(.failingBuild)
        case 5: .push(.crashingPods)
        case 6, 7: .pushTwice(dice.pick([.good, .failingBuild]), .good)
        case 8: .forcePush
        default: dice.pick([.rerun, .pushElsewhere])
        }
    }

    // MARK: Mishaps

    private static func mishaps(_ dice: inout Dice) -> [Entry] {
        (0..<dice.number(2...6)).map { _ in
            let mishap = dice.pick(Mishap.allCases)
            let begin = mishap == .typesMissing || mishap == .namespaceStuck ? 0 : dice.seconds(0...160)
            return Entry(
                at: begin, until: begin + dice.seconds(mishap.lasting), event: .mishap(mishap), dice: dice.another())
        }
    }
}

extension StormPlan: CustomStringConvertible {
    /// One line for each event, with the simulated second.
    var description: String {
        let lines = entries.map { entry in
            switch entry.event {
            case .deed(let deed, let repository): "\(Self.second(entry.at))  repository \(repository) \(deed)"
            case .mishap(let mishap):
                "\(Self.second(entry.at))  \(mishap.rawValue)"
                    + (entry.until.map { ", until \(Self.second($0).trimmingPrefix(while: \.isWhitespace))" } ?? "")
            }
        }
        return (["seed \(seed)"] + lines).joined(separator: "\n")
    }

    static func second(_ time: Double) -> String {
        let text = String((time * 10).rounded() / 10)
        return String(repeating: " ", count: max(0, 6 - text.count)) + text + " s"
    }
}
