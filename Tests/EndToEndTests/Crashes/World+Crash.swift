import Foundation

extension World {
    /// Holds the failure point at which the program dies; absent for none.
    nonisolated var crashFile: URL { folder.appending(path: "crash-at") }
    /// Every failure point that the program came to.
    nonisolated var pointFile: URL { folder.appending(path: "points.txt") }

    nonisolated var crashVariables: [String: String] {
        ["SLIPWAY_CRASH_AT": "@\(crashFile.path)", "SLIPWAY_CRASH_LOG": pointFile.path]
    }

    /// From now on the program dies when it comes to this point.
    nonisolated func arm(_ point: CrashPoint) throws {
        try point.description.write(to: crashFile, atomically: true, encoding: .utf8)
    }

    nonisolated func disarm() {
        try? FileManager.default.removeItem(at: crashFile)
    }

    /// The points that the program came to so far.
    nonisolated var points: [CrashPoint] {
        let text = (try? String(contentsOf: pointFile, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").compactMap { CrashPoint($0) }
    }

    /// Whether the program kills itself before `body` has come to its end, or soon after.
    nonisolated func dies(during body: @escaping @Sendable () async throws -> Void) async throws -> Bool {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                while await self.program?.ending == nil { try await Task.sleep(for: .milliseconds(10)) }
                return true
            }
            group.addTask {
                do {
                    try await body()
                    try await Task.sleep(for: .seconds(1))
                } catch let error {
                    // The body may notice the death before the system tells it.
                    let ending = try? await eventually("the program ends", within: .seconds(1)) {
                        await self.program?.ending
                    }
                    if ending == nil { throw error }
                }
                return await self.program?.ending != nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? false
        }
    }
}
