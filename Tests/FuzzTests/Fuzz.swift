import Foundation
import Testing

/// Feeds one part of the program with inputs drawn from a seed, for some seconds. A trap ends the process: the input it
/// died of is in the file ``LastInput`` names, and seed and number make it again.
///
/// `SLIPWAY_FUZZ_SECONDS` sets how long, `SLIPWAY_FUZZ_SEED` the seed, `SLIPWAY_FUZZ_INPUT` the number of one input.
struct Fuzz {
    /// What was found about an input that is wrong, short of a trap.
    struct Finding: Error, CustomStringConvertible {
        let description: String
    }

    private static let environment = ProcessInfo.processInfo.environment
    private static let seconds = environment["SLIPWAY_FUZZ_SECONDS"].flatMap(Double.init) ?? 3
    private static let seed = environment["SLIPWAY_FUZZ_SEED"].flatMap(UInt64.init) ?? .random(in: 0...UInt64.max)
    private static let onlyInput = environment["SLIPWAY_FUZZ_INPUT"].flatMap(UInt64.init)

    /// - Parameters:
    ///   - share: of the seconds; the decoder of webhooks gets them all.
    ///   - body: makes an input, remembers it and tries it. Throws what is wrong with how it was taken.
    static func run(
        _ target: String, share: Double = 1, _ body: (inout SeededRandom, LastInput) async throws -> Void
    ) async throws {
        let last = try LastInput(target)
        let end = ContinuousClock.now + .milliseconds(Int64(seconds * share * 1_000))
        var number = onlyInput ?? 0
        repeat {
            last.begin(seed: seed, number: number)
            var random = SeededRandom(seed: seed &+ number &* 0xA24B_AED4_963E_E407)
            do {
                try await body(&random, last)
            } catch {
                last.keep()
                throw Finding(
                    description: "\(target): \(error)\ninput in \(last.file.path); again: "
                        + "make fuzz SEED=\(seed) INPUT=\(number)")
            }
            number += 1
            if number.isMultiple(of: 64) { await Task.yield() }
        } while ContinuousClock.now < end && onlyInput == nil
        last.forget()
        print("Fuzzing \(target): \(number - (onlyInput ?? 0)) inputs, nothing found (seed \(seed))")
    }

    static func require(_ condition: Bool, _ what: @autoclosure () -> String) throws {
        if !condition { throw Finding(description: what()) }
    }
}
