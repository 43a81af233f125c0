/// When a write must be on the disk itself. What any process reads, also after this one was killed, is the same either
/// way; they differ in what a power cut may take.
public enum Durability: Sendable {
    /// When it returns: the disk was synced.
    case atOnce
    /// With the next write that must be at once, at the latest. Nothing that was written later is ever there without it.
    /// For what is found out again by itself, such as who executes a run.
    case withTheNext
}
