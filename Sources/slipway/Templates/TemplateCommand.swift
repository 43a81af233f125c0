import ArgumentParser
import Foundation
import Scaffolding
import Service

struct TemplateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "template", abstract: "Look at the templates that new repositories receive.",
        subcommands: [List.self, Render.self])

    /// Which folder of templates; neither command needs a configuration.
    struct Folder: ParsableArguments {
        @Option(help: "Folder of templates. Default: the templates that came with this program.")
        var templates: String?

        func library() throws -> TemplateLibrary {
            try templates.map(TemplateLibrary.init) ?? Configuration.installedTemplates()
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the templates and their variables.")

        @OptionGroup var folder: Folder
        @Flag(help: "Print one JSON document.") var json = false

        func run() async throws {
            try await Terminal.reporting {
                let templates = try folder.library().list()
                if json { return try Terminal.say(json: templates.map(TemplateReport.init)) }
                var table = Table("NAME", "VARIABLES", "DESCRIPTION")
                for template in templates.map(TemplateReport.init) {
                    table.rows.append([
                        template.name, template.variables.map(\.name).joined(separator: ", "),
                        template.description,
                    ])
                }
                Terminal.say(table.text(.standardOutput))
            }
        }
    }

    struct Render: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write what a repository would receive into a folder.",
            discussion: """
                Example: slipway template render nextjs-15-app --set name=web-shop --set domain=apps.example.com --output /tmp/x

                Of the project: \(TemplateVariables.settingNames.joined(separator: ", ")). Only name is needed. Everything \
                else is a variable of the template. Files that exist are left as they are, and the command fails.
                """)

        @Argument(help: "Name of the template.") var name: String
        @Option(name: .customLong("set"), help: ArgumentHelp("A variable.", valueName: "name=value"))
        var set: [String] = []
        @Option(help: "Folder to write to; made when it does not exist.") var output: String
        @OptionGroup var folder: Folder

        func run() async throws {
            try await Terminal.reporting {
                let settings = try variables()
                let own = settings.filter { !TemplateVariables.settingNames.contains($0.key) }
                let files = try folder.library().template(named: name)
                    .render(TemplateVariables(settings: settings), values: own)
                try TemplateOutput(folder: output).write(files)
                for file in files { Terminal.say(file.path) }
                Terminal.say("\(files.count) files in \(output)")
            }
        }

        private func variables() throws -> [String: String] {
            var settings: [String: String] = [:]
            for pair in set {
                guard let equals = pair.firstIndex(of: "=") else {
                    throw ValidationError("--set needs NAME=VALUE, such as --set name=web-shop; it was \"\(pair)\".")
                }
                settings[String(pair[..<equals])] = String(pair[pair.index(after: equals)...])
            }
            return settings
        }
    }
}
