import Foundation

extension Database {
    /// Carries out a rotation that was asked for, or goes on with one that was interrupted: a new key is on the disk before
    /// anything is sealed with it, and an old one is dropped when nothing is sealed with it any more. Keys that the
    /// configuration gives are not written; there everything is sealed anew with the first of them.
    ///
    /// For the process that serves from the folder; others may write meanwhile, with one transaction between two of these.
    /// - Returns: nil when there is nothing to do.
    @discardableResult
    public func rotateKeys(now: @Sendable () -> Date) async throws -> KeyRotationRecord? {
        guard let keys, let asked = try await rotation(), asked.finished == nil else { return nil }
        do {
            if asked.key != keys.ring.active.id { try await begin(keys) }
            try await reseal()
            try await drop(keys)
            return try await finish(at: now())
        } catch {
            let reason = (error as? StorageError)?.whatHappened ?? "\(error)"
            try? await write { try $0.keyRotations.change { $0.failure = reason } }
            throw error
        }
    }

    private func rotation() async throws -> KeyRotationRecord? {
        try await read { try $0.keyRotations.find() }
    }

    /// A file with several keys is one whose rotation has not ended: its first key is the new one.
    private func begin(_ keys: KeysInUse) async throws {
        var place: String { "KeyRotation/write the new key" }
        if let file = keys.file {
            file.removeDrafts()
            FailurePoint.hit(.beforeCall, place)
            var ring = try file.readOrMake()
            if ring.older.isEmpty {
                ring = ring.led(by: SealingKey())
                try file.write(ring)
            }
            FailurePoint.hit(.afterAnswer, place)
            keys.activate(ring.active)
        }
        let id = keys.ring.active.id
        try await write { tx in
            try tx.keyRotations.change { $0.key = id }
            FailurePoint.hit(.beforeCommit, place)
        }
        FailurePoint.hit(.afterCommit, place)
    }

    /// Small transactions: deliveries wait for each.
    private static let batch = 50

    private func reseal() async throws {
        var place: String { "KeyRotation/seal anew" }
        var unopened: Set<SealedPlace> = []
        while true {
            let (count, more) = try await write { [unopened] tx in
                let done = try tx.reseal(limit: Self.batch, skipping: unopened)
                try tx.keyRotations.change {
                    $0.resealed += done.count
                    $0.unopened = unopened.count + done.unopened.count
                    $0.failure = nil
                }
                FailurePoint.hit(.beforeCommit, place)
                return done
            }
            FailurePoint.hit(.afterCommit, place)
            unopened.formUnion(more)
            if count == 0, more.isEmpty { return }
        }
    }

    /// Asked on the writer's thread: whatever is sealed after that has the new key.
    private func drop(_ keys: KeysInUse) async throws {
        guard let file = keys.file else { return }
        var place: String { "KeyRotation/drop the old key" }
        let ring = keys.ring
        let others = try await write { try $0.sealedValues().keys.compactMap { $0 }.filter { $0 != ring.active.id } }
        FailurePoint.hit(.beforeCall, place)
        // A value that its own key does not open was damaged: the key is of no use for it.
        let needed = ring.older.filter { others.contains($0.id) }
        if !needed.isEmpty, try await !isUseless(needed) { return }
        try file.write(Keyring(ring.active))
        FailurePoint.hit(.afterAnswer, place)
    }

    private func isUseless(_ old: [SealingKey]) async throws -> Bool {
        try await read { tx in
            let values = try SealedColumn.all.flatMap { try tx.sealedValues(in: $0) }
            return !values.contains { value in
                old.contains { $0.id == value.key && $0.open(value.value, at: value.place) != nil }
            }
        }
    }

    private func finish(at now: Date) async throws -> KeyRotationRecord? {
        var place: String { "KeyRotation/finish" }
        let record = try await write { tx in
            try tx.keyRotations.change { $0.finished = now }
            FailurePoint.hit(.beforeCommit, place)
            return try tx.keyRotations.find()
        }
        FailurePoint.hit(.afterCommit, place)
        return record
    }
}

extension Database {
    /// Gives values of the form before migration 013 the present one. What no key at hand opens keeps it: the key may be put
    /// back before the next start.
    func resealFormer() async throws {
        var unopened: Set<SealedPlace> = []
        while try await read({ try $0.sealedValues()[nil] ?? 0 }) > unopened.count {
            let (count, more) = try await write { [unopened] tx in
                try tx.reseal(limit: Self.batch, skipping: unopened, onlyFormer: true)
            }
            unopened.formUnion(more)
            if count == 0, more.isEmpty { return }
        }
    }
}
