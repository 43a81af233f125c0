import Foundation

/// Bounds how many worlds exist at once: each is a process and two servers, and a machine has only so many cores.
actor Places {
    static let worlds = Places(max(2, ProcessInfo.processInfo.activeProcessorCount * 3 / 2))

    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ count: Int) {
        free = count
    }

    func take() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    func giveBack() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}
