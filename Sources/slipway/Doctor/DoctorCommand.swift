import ArgumentParser
import Foundation
import Service

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Look at everything Slipway needs, and say what mends what is wrong.",
        discussion: """
            Configuration, webhook secret, GitHub, registry, cluster, database and clock; nothing is changed. It can run \
            beside `slipway serve`, with its configuration and as its user, and before there is any.

            ✓ is well, ! works but not well or not for long, ✗ does not work, – could not be looked at because of something \
            above. Ends with 0, or with 1 when the worst is !, with 2 when it is ✗.
            """)

    @OptionGroup var settings: SettingsOptions
    @Flag(help: "Print one JSON document.") var json = false

    func run() async throws {
        let report = try await report()
        if json {
            try Terminal.say(json: report)
        } else {
            Terminal.say(DoctorText(report: report, style: .standardOutput).text)
        }
        guard report.exitStatus == 0 else { throw ExitCode(report.exitStatus) }
    }

    private func report() async throws -> DoctorReport {
        var options = ServiceOptions()
        #if DEBUG
            options.setPace(ProcessInfo.processInfo.environment)
        #endif
        do {
            return await Doctor(try settings.draft(), options: options).examine()
        } catch let error as ConfigurationProblems {
            return DoctorReport(time: options.now(), unreadable: error)
        }
    }
}
