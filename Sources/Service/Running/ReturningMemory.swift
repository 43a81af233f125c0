import Foundation

/// Keeps one large body from being paid for in memory ever after.
enum ReturningMemory {
    /// Blocks of this size and more are asked of the system and given back to it when they are freed.
    private static let largeBlock: Int32 = 256 * 1024
    /// `M_MMAP_THRESHOLD` of glibc's malloc.h.
    private static let thresholdOption: Int32 = -3

    /// glibc raises the threshold to the largest block freed so far, up to 32 MB, and from then on keeps such blocks in
    /// heaps that rarely shrink; a threshold that was set once is not raised (mallopt(3)). Other C libraries have no
    /// such habit, and no `mallopt`.
    static func begin() {
        guard let symbol = dlsym(nil, "mallopt") else { return }
        // The signature is mallopt's as mallopt(3) has it, on every system that has the function.
        let mallopt = unsafeBitCast(symbol, to: (@convention(c) (Int32, Int32) -> Int32).self)
        _ = mallopt(thresholdOption, largeBlock)
    }
}
