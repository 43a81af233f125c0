import Foundation
import Simulation

/// What was measured with few and with many projects, as a table.
struct SizeReport {
    static let isWanted = ProcessInfo.processInfo.environment["SLIPWAY_BENCHMARK"] == "size"
    static let projects = number("SLIPWAY_PROJECTS", 10_000)
    static let idleSeconds = number("SLIPWAY_IDLE", 120)

    /// What was asked for and computed in a time.
    struct Cost: Sendable {
        var cluster: Int
        var gitHub: Int
        /// Seconds of processor time of the program.
        var processor: Double

        static func now(_ world: World, _ program: Program) async throws -> Cost {
            Cost(
                cluster: await world.cluster.requests().count, gitHub: await world.github.ledger.count,
                processor: try processorTime(of: program.processIdentifier))
        }

        static func - (left: Cost, right: Cost) -> Cost {
            Cost(
                cluster: left.cluster - right.cluster, gitHub: left.gitHub - right.gitHub,
                processor: left.processor - right.processor)
        }

        /// The 14th and 15th field of proc(5)'s stat, in hundredths of a second.
        private static func processorTime(of process: Int32) throws -> Double {
            let text = try String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
            let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
            guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else {
                throw Unexpected("/proc/\(process)/stat says: \(text)")
            }
            return (user + system) / 100
        }
    }

    struct Measured: Sendable {
        let projects: Int
        let secondsToCurrent: Double
        let memory: ProcessMemory
        let idle: Cost
        /// Seconds, shortest first.
        let latencies: [Double]
        let push: Cost
    }

    let few: Measured
    let many: Measured

    var text: String {
        """

        With every record out of date at the start, \(Program.buildName), idle for \(Self.idleSeconds) s:

        | projects (sources) | state current after | memory, at most | requests per minute, idle | processor, idle | event to database, p50, p99 | a push: requests, processor |
        | --: | --: | --: | --: | --: | --: | --: |
        \(row(few))
        \(row(many))

        """
    }

    private func row(_ measured: Measured) -> String {
        let minutes = Double(Self.idleSeconds) / 60
        let latencies = measured.latencies
        let idle = Double(measured.idle.cluster + measured.idle.gitHub) / minutes
        let percent = measured.idle.processor / Double(Self.idleSeconds) * 100
        let (p50, p99) = (latencies[latencies.count / 2], latencies[(latencies.count * 99 + 99) / 100 - 1])
        return [
            "", "\(measured.projects) (\(measured.projects * 3))", "\(Self.short(measured.secondsToCurrent)) s",
            "\(measured.memory.resident) MB, \(measured.memory.peak) MB", Self.short(idle), "\(Self.short(percent)) %",
            "\(Self.short(p50 * 1000)) ms, \(Self.short(p99 * 1000)) ms",
            "\(measured.push.cluster) + \(measured.push.gitHub), \(Self.short(measured.push.processor * 1000)) ms", "",
        ].joined(separator: " | ").trimmingCharacters(in: .whitespaces)
    }

    private static func short(_ number: Double) -> String { LatencyReport.hundredths(number, digits: 1) }

    private static func number(_ name: String, _ otherwise: Int) -> Int {
        ProcessInfo.processInfo.environment[name].flatMap(Int.init) ?? otherwise
    }
}
