import ArgumentParser
import Foundation
import Logging
import Service

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Receive webhooks and do what they call for, until SIGTERM or SIGINT.",
        discussion: """
            Webhooks are received at POST /webhooks/github. On the operations address: /healthz, /readyz, /metrics, and \
            JSON under /api for who has the token (the file api-token of the data folder); /api/openapi.json describes it.

            GitHub and the cluster need not answer when the service starts: deliveries are stored, /readyz says what is \
            missing, and everything is caught up with later.
            """)

    @OptionGroup var settings: SettingsOptions

    @Option(help: "Address for webhooks, HOST:PORT.")
    var listen: String?

    @Option(help: "Address for health, metrics and the JSON API, HOST:PORT.")
    var operations: String?

    @Option(help: "Least level of log lines: trace, debug, info, notice, warning, error.")
    var logLevel: Logger.Level = .info

    @Option(help: "How log lines are written: text, or json (one object a line).")
    var logFormat: LogFormat = .text

    func run() async throws {
        try await Terminal.reporting {
            let configuration = try loaded()
            LoggingSystem.bootstrap { [logFormat] in logFormat.handler(label: $0) }
            var logger = Logger(label: "slipway")
            logger.logLevel = logLevel
            for warning in configuration.warnings { logger.warning("\(warning)") }
            var options = ServiceOptions()
            options.handlesSignals = true
            #if DEBUG
                options.setPace(ProcessInfo.processInfo.environment)
            #endif
            try await serve(RunningService.build(configuration, options: options, logger: logger), logger)
        }
    }

    /// - Throws: ``ConfigurationProblems``; where nothing was set up yet, with what to run.
    private func loaded() throws -> Configuration {
        do {
            return try settings.load(flags: ["listen": listen, "operations": operations])
        } catch let problems as ConfigurationProblems {
            throw FirstSteps(file: settings.file).told(instead: problems)
        }
    }

    private func serve(_ service: RunningService, _ logger: Logger) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await service.run() }
            group.addTask {
                guard let addresses = try? await service.addresses() else { return }
                logger.notice(
                    "Slipway is running",
                    metadata: ["listen": "\(addresses.listen)", "operations": "\(addresses.operations)"])
            }
            try await group.waitForAll()
        }
        logger.notice("Slipway has stopped")
    }
}

extension LogFormat: ExpressibleByArgument {}
extension Logger.Level: @retroactive ExpressibleByArgument {}
