/// Where the engine takes randomness from; tests hold it still.
public struct Chance: Sendable {
    /// From 0 to 1, for jitter.
    public var fraction: @Sendable () -> Double
    /// An unguessable text of 32 hexadecimal digits.
    public var token: @Sendable () -> String

    public init(fraction: @escaping @Sendable () -> Double, token: @escaping @Sendable () -> String) {
        self.fraction = fraction
        self.token = token
    }

    public static let system = Chance(
        fraction: { Double.random(in: 0...1) },
        token: {
            let halves = [UInt64.random(in: 0...UInt64.max), UInt64.random(in: 0...UInt64.max)]
            return halves.map { half in
                let digits = String(half, radix: 16)
                return String(repeating: "0", count: 16 - digits.count) + digits
            }.joined()
        })
}
