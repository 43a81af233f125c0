import Foundation
import Simulation
import Storage
import Testing

extension EndToEnd {
    /// The encryption key is changed; whatever happens meanwhile, tokens open.
    @Suite struct KeyRotation {
        private static let points = [
            CrashPoint(.beforeCall, "KeyRotation/write the new key"),
            CrashPoint(.afterAnswer, "KeyRotation/write the new key"),
            CrashPoint(.beforeCommit, "KeyRotation/write the new key"),
            CrashPoint(.afterCommit, "KeyRotation/write the new key"),
            CrashPoint(.beforeCommit, "KeyRotation/seal anew"), CrashPoint(.afterCommit, "KeyRotation/seal anew"),
            CrashPoint(.beforeCall, "KeyRotation/drop the old key"),
            CrashPoint(.afterAnswer, "KeyRotation/drop the old key"),
            CrashPoint(.beforeCommit, "KeyRotation/finish"), CrashPoint(.afterCommit, "KeyRotation/finish"),
        ]

        /// The service is killed in the middle of it, started again, and goes on; the command waits and says how it ended.
        @Test func killedAtEveryPointWhileItServes() async throws {
            try await World.with(.stopped) { world in
                try await world.start(environment: world.crashVariables)
                let site = try await world.createRunningRepository("acme/site")
                for point in Self.points {
                    let before = try await world.sealingKeys()
                    try world.arm(point)
                    async let rotation = world.slipway("keys", "rotate")
                    #expect(try await world.dies() == .killed(SIGKILL), "\(point)")
                    world.disarm()
                    #expect(try await world.allTokensOpen(), "\(point), before the restart")
                    try await world.start(environment: world.crashVariables)
                    let result = try await rotation
                    #expect(result.status == .exited(0), "\(point): \(result.output)")
                    let after = try await world.sealingKeys()
                    #expect(after.count == 1 && after != before, "\(point): \(before) → \(after)")
                    #expect(try await world.allTokensOpen(), "\(point)")
                }
                let commit = try await site.push()
                try await site.serves(commit)
                let report = try await world.slipway("doctor").output
                #expect(report.contains("✓ sealing               The sealed token opens; key "), "\(report)")
            }
        }

        /// Nobody serves: the command does it itself, is killed, and run again.
        @Test func killedAtEveryPointWhileNobodyServes() async throws {
            try await World.with { world in
                _ = try await world.createRunningRepository("acme/site")
                #expect(try await world.terminate() == .exited(0))
                let rotate = ["keys", "rotate", "--config", world.configurationFile.path]
                for point in Self.points {
                    let before = try await world.sealingKeys()
                    try world.arm(point)
                    let killed = try await world.command(rotate, environment: world.crashVariables)
                    #expect(killed.status == .killed(SIGKILL), "\(point): \(killed.output)")
                    world.disarm()
                    #expect(try await world.allTokensOpen(), "\(point)")
                    let result = try await world.command(rotate)
                    #expect(result.status == .exited(0), "\(point): \(result.output)")
                    let after = try await world.sealingKeys()
                    #expect(after.count == 1 && after != before, "\(point)")
                    #expect(try await world.allTokensOpen(), "\(point)")
                }
                let folder = try FileManager.default.contentsOfDirectory(atPath: world.data.path)
                #expect(folder.filter { $0.hasPrefix("encryption.key") } == ["encryption.key"])
            }
        }

        /// A key of the configuration: the command says what to do, and does its part of it.
        @Test func keysOfTheConfiguration() async throws {
            try await World.with { world in
                _ = try await world.createRunningRepository("acme/site")
                #expect(try await world.terminate() == .exited(0))
                let file = world.folder.appending(path: "keys.txt")
                let old = try String(contentsOf: world.data.appending(path: "encryption.key"), encoding: .utf8)
                try old.write(to: file, atomically: true, encoding: .utf8)
                try await world.change("data: data\n", to: "data: data\nencryptionKeyFile: keys.txt\n")
                let refused = try await world.slipway("keys", "rotate")
                #expect(refused.status == .exited(1))
                #expect(refused.output.contains("is given in \(file.path), and there is no new one beside it."))
                #expect(refused.output.contains("2. Restart `slipway serve`"), "\(refused.output)")
                let new = Data((0..<32).map { UInt8($0) }).base64EncodedString()
                try (new + "\n" + old).write(to: file, atomically: true, encoding: .utf8)
                try await world.start()
                let done = try await world.slipway("keys", "rotate")
                #expect(done.status == .exited(0) && done.output.contains("Now remove the old key from \(file.path)"))
                #expect(try await world.terminate() == .exited(0))
                try new.write(to: file, atomically: true, encoding: .utf8)
                #expect(try await world.allTokensOpen())
                #expect(try await world.sealingKeys().count == 1)
            }
        }
    }
}

extension World {
    private func keyListing() async throws -> JSONValue {
        let result = try await slipway("keys", "list", "--json")
        return try JSONValue(parsing: Data(result.output.utf8))
    }

    /// At least one, and none that no key opens.
    fileprivate func allTokensOpen() async throws -> Bool {
        let listing = try await keyListing()
        guard let values = listing["values"]?.int, values > 0 else { return false }
        return listing["opened"]?.int == values
    }

    /// The ids of the keys at hand.
    fileprivate func sealingKeys() async throws -> [String] {
        try await keyListing()["keys"]?.array?.compactMap { $0["key"]?.string } ?? []
    }
}
