import Foundation

extension Evidence {
    /// Everything that must not be; empty is fine.
    /// - Parameters:
    ///   - isSettled: all work should have ended: nothing may be queued or waiting any more.
    ///   - differences: how the state differs from the one without faults (I9), found by who knows the scenario.
    func violations(isSettled: Bool = true, differences: [String] = []) -> [Violation] {
        let found: [(Invariant, [String])] = [
            (.i1, lostDeliveries()),
            (.i2, undecided(isSettled: isSettled)),
            (.i3, doneTwice()),
            (.i4, saidTwice()),
            (.i5, neverIntended()),
            (.i6, unexplained()),
            (.i7, leaks()),
            (.i8, outOfBounds()),
            (.i9, differences),
            (.i10, impatience()),
            (.i11, mistold()),
        ]
        return found.flatMap { invariant, all in all.map { Violation(invariant: invariant, evidence: $0) } }
    }
}
