/// All chance of a storm, from its seed (SplitMix64). Two dice of one seed roll the same.
struct Dice: RandomNumberGenerator, Sendable {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed &* 0xd134_2543_de82_ef95 &+ 0x2545_f491_4f6c_dd1d
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// Whether it happens, with this probability.
    mutating func happens(_ probability: Double) -> Bool { Double.random(in: 0..<1, using: &self) < probability }

    mutating func seconds(_ range: ClosedRange<Double>) -> Double {
        (Double.random(in: range, using: &self) * 10).rounded() / 10
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: elements.indices, using: &self)]
    }

    /// Another die, of a seed that this one rolls.
    mutating func another() -> Dice { Dice(seed: next()) }
}
