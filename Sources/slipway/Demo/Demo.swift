import ArgumentParser
import Foundation
import GitHubAPI
import Scaffolding
import Service

struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show the whole story against a simulated GitHub and a simulated cluster.",
        discussion: """
            Starts a GitHub, a cluster with Flux and Slipway itself on free ports of 127.0.0.1. A repository is created and \
            its first build runs; then three commits are pushed: one whose build succeeds, one whose build fails, one whose \
            pods crash. Everything Slipway does goes over HTTP, as in `slipway serve`.

            Exit status 0 means that every chapter was reached: asked from the two simulators, not from Slipway. Nothing \
            is left behind; nothing outside this machine is contacted.
            """)

    @Option(help: "The repository to create, OWNER/NAME.")
    var repository = "acme/web-shop"

    @Option(help: "The template it receives; `slipway template list` shows all.")
    var template = "nextjs-15-app"

    @Option(help: "Folder of templates. Default: the templates that came with this program.")
    var templates: String?

    @Option(help: "fast: a few seconds in all. real: builds and pods take as long as people know them.")
    var speed = Speed.fast

    @Flag(help: "Keep everything running afterwards, to look at and to push to, until Ctrl-C.")
    var stay = false

    enum Speed: String, ExpressibleByArgument, CaseIterable, Sendable {
        case fast, real
    }

    func run() async throws {
        let signals = StopSignals()
        try await Terminal.reporting {
            let settings = try settings()
            let screen = Screen()
            do {
                try await DemoWorld.with(settings) { world in
                    try await signals.ending { try await show(world, on: screen) }
                }
            } catch let failure as DemoFailure {
                await screen.end()
                throw failure.startFailure
            } catch {
                await screen.end()
                throw error
            }
        }
    }

    private func show(_ world: DemoWorld, on screen: Screen) async throws {
        await screen.write(Opening(world: world).lines)
        let story = DemoStory(world: world, screen: screen)
        let commits = try await story.run()
        await screen.write(try await Ending(world: world, commits: commits).lines(on: screen))
        if stay { try await Afterwards(world: world, screen: screen).run() }
    }

    private func settings() throws -> DemoSettings {
        guard let name = RepositoryName(repository) else {
            throw StartFailure(
                "\"\(repository.printable)\" cannot be the name of a repository.",
                whatToDo: "Use OWNER/NAME with letters, digits, - . and _, such as --repository acme/web-shop.")
        }
        let library = try DemoSettings.library(templates)
        _ = try library.template(named: template)
        return DemoSettings(
            repository: name.fullName, template: template, templates: library.folder, pace: Pace(speed))
    }
}
