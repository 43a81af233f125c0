import Foundation
import Synchronization

/// The keys of an open database, which a rotation changes while it is at work.
///
/// What is sealed is sealed on the writer's thread with the key that is active at that moment. A key that is not needed any
/// more still opens, as long as this process lives: a reader may look at the rows of a moment ago.
final class KeysInUse: Sendable {
    private let keys: Mutex<Keyring>
    /// Where they are from; nil when the configuration gives them.
    let file: KeyFile?

    init(_ keys: Keyring, file: KeyFile?) {
        self.keys = Mutex(keys)
        self.file = file
    }

    var ring: Keyring { keys.withLock { $0 } }

    /// From now on this key seals.
    func activate(_ key: SealingKey) {
        keys.withLock { $0 = $0.led(by: key) }
    }
}
