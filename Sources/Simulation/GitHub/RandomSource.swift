/// A reproducible source of randomness (SplitMix64).
struct RandomSource: RandomNumberGenerator, Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// Letters and digits.
    mutating func text(_ length: Int) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
        return String((0..<length).map { _ in alphabet[Int(next() % UInt64(alphabet.count))] })
    }

    /// A version 4 UUID in lower case.
    mutating func uuid() -> String {
        var digits = Array(Hex.encode((0..<16).map { _ in UInt8(truncatingIfNeeded: next()) }))
        digits[12] = "4"
        digits[16] = "a"
        for position in [20, 16, 12, 8] { digits.insert("-", at: position) }
        return String(digits)
    }
}
