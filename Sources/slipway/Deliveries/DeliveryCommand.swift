import ArgumentParser
import Foundation
import Service
import Storage

struct DeliveryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delivery", abstract: "Look at the webhooks that were received, and what each led to.",
        discussion: "Reads the database, also while `slipway serve` runs.",
        subcommands: [List.self, Show.self, Replay.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List deliveries, newest first.")

        @OptionGroup var settings: SettingsOptions
        @Flag(help: "Print one JSON document.") var json = false
        @Option(help: "Only this status: lost, queued, done, ignored, failed or undecodable.") var status: String?
        @Option(help: "Only this event, such as push.") var event: String?
        @Option(help: "Only this repository, OWNER/REPO.") var repository: String?
        @Option(help: "How many at most.") var limit = 50

        func validate() throws {
            if limit < 1 { throw ValidationError("--limit should be 1 or more.") }
            if let status, status != DeliveryReport.lost, DeliveryStatus(rawValue: status) == nil {
                let names = [DeliveryReport.lost] + DeliveryStatus.allCases.map(\.rawValue)
                throw ValidationError("--status should be one of \(names.joined(separator: ", ")).")
            }
        }

        func run() async throws {
            try await Terminal.reporting {
                let database = try await Database.readOnly(at: settings.dataFolder())
                let deliveries = try await database.read(reports)
                if json { return try Terminal.say(json: deliveries) }
                if deliveries.isEmpty { return Terminal.say("No such deliveries.") }
                Terminal.say(DeliveryText.table(deliveries).text(.standardOutput))
            }
        }

        /// Those that did not come stand among the others, by when GitHub could not deliver them.
        private var reports: @Sendable (Transaction) throws -> [DeliveryReport] {
            let filter = DeliveryFilter(
                status: status.flatMap { DeliveryStatus(rawValue: $0) }, event: event, repository: repository)
            let (wantsLost, wantsOthers) = (
                status == nil || status == DeliveryReport.lost, status != DeliveryReport.lost
            )
            return { [limit] transaction in
                let others = wantsOthers ? try transaction.deliveryReports(filter, limit: limit) : []
                let lost =
                    wantsLost
                    ? try transaction.lostDeliveryReports(
                        event: filter.event, repository: filter.repository, limit: limit) : []
                return Array((lost + others).sorted { $0.received > $1.received }.prefix(limit))
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show a delivery: what it is about and what became of it.")

        @Argument(help: "The delivery's GUID, as GitHub shows it under Recent Deliveries.") var guid: String
        @OptionGroup var settings: SettingsOptions
        @Flag(help: "Print one JSON document.") var json = false
        @Flag(help: "Print the body exactly as it was received, and nothing else.") var body = false

        func run() async throws {
            try await Terminal.reporting {
                let database = try await Database.readOnly(at: settings.dataFolder())
                let found = try await database.read { [guid] in
                    (report: try $0.deliveryReport(guid), detail: try $0.deliveries.show(guid))
                }
                guard let report = found.report else { throw Self.missing(guid) }
                guard let detail = found.detail else {
                    guard json else { return Terminal.say(DeliveryText.page(report, nil, style: .standardOutput)) }
                    return try Terminal.say(json: report)
                }
                if body { return try FileHandle.standardOutput.write(contentsOf: detail.body) }
                if json { return try Terminal.say(json: report) }
                Terminal.say(DeliveryText.page(report, detail, style: .standardOutput))
            }
        }

        static func missing(_ guid: String) -> StartFailure {
            StartFailure(
                "there is no delivery \(guid).", whatToDo: "`slipway delivery list` shows those that were received.")
        }
    }

    struct Replay: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put a delivery back into the queue, as if it had just arrived.",
            discussion: """
                A running `slipway serve` takes it up within two seconds. What was done already is not done twice: a run \
                with the same meaning exists once. One that has failed goes on from where it was.
                """)

        @Argument(help: "The delivery's GUID.") var guid: String
        @OptionGroup var settings: SettingsOptions
        @Flag(help: "Print one JSON document.") var json = false

        func run() async throws {
            try await Terminal.reporting {
                let database = try await Database.besideServing(at: settings.dataFolder())
                let report = try await database.write(as: .thisUser) { [guid] in try $0.replayDelivery(guid, at: Date())
                }
                guard let report else { throw Show.missing(guid) }
                if json { return try Terminal.say(json: report) }
                Terminal.say("\(report.title) \(guid) is queued again.")
            }
        }
    }
}
