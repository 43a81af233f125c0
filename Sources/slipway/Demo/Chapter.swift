import Simulation

/// A part of the story. What it says about a ``Sight`` is a pure function of it.
protocol Chapter: Sendable {
    var number: Int { get }
    var title: String { get }
    /// What is not yet as it is at the end of the chapter, one clause each; none: it is over.
    func missing(in sight: Sight) -> [String]
    /// What must not be at any moment of the chapter, one clause each.
    func wrong(in sight: Sight) -> [String]
    /// What the build has to wait for, so that the story can be told in order.
    func missingBeforeTheBuildEnds(in sight: Sight) -> [String]
    /// The commit whose build belongs to the chapter; nil: no build ends in it.
    var commit: String? { get }
    func view(of sight: Sight, pace: Pace) -> ChapterView
}

extension Chapter {
    func wrong(in sight: Sight) -> [String] {
        Set(sight.comments.map(\.commit)).sorted().filter { sight.comments(on: $0).count > 1 }
            .map { "\($0.prefix(7)) has more than one comment" }
    }

    func missingBeforeTheBuildEnds(in sight: Sight) -> [String] { [] }
}
