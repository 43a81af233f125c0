/// What must hold whatever happens, by the names the documentation uses.
enum Invariant: String, Sendable, CaseIterable, Comparable {
    /// A delivery answered 2xx is in the delivery log.
    case i1 = "I1"
    /// Each delivery ends as done, ignored with a reason, or failed with an explanation.
    case i2 = "I2"
    /// At most one effect per semantic key: scaffold commit, deployment, release.
    case i3 = "I3"
    /// At most one comment per commit.
    case i4 = "I4"
    /// What exists outside is recorded first as intended.
    case i5 = "I5"
    /// Every failure tells the user what happened, why, and what to do.
    case i6 = "I6"
    /// Secrets appear nowhere.
    case i7 = "I7"
    /// No write outside the project's namespaces and repository.
    case i8 = "I8"
    /// Soon after faults stop, the state is what it would have been without them.
    case i9 = "I9"
    /// No call before `Retry-After` or the reset has passed.
    case i10 = "I10"
    /// Each run has one line in the audit of who asked for it, and one of how it ended.
    case i11 = "I11"

    static func < (left: Invariant, right: Invariant) -> Bool {
        allCases.firstIndex(of: left)! < allCases.firstIndex(of: right)!
    }
}

/// One thing that must not be.
struct Violation: Sendable, Hashable, CustomStringConvertible {
    let invariant: Invariant
    /// What was found, and where.
    let evidence: String

    var description: String { "\(invariant.rawValue): \(evidence)" }
}
