import ArgumentParser

@main
struct Slipway: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "slipway",
        abstract: "Create a repository on GitHub and it arrives in the cluster. Push, and it redeploys.",
        discussion: """
            Slipway receives GitHub's webhooks, prepares the cluster for new repositories, tells Flux to reconcile at every \
            push and finished build, and writes what happened on the commit.
            """,
        subcommands: [
            Serve.self, InitCommand.self, AppCommand.self, Demo.self, ProjectCommand.self, DeliveryCommand.self,
            TemplateCommand.self, ConfigCommand.self,
            BackupCommand.self, RestoreCommand.self, DoctorCommand.self, CleanUpCommand.self,
            AuditCommand.self,
            KeysCommand.self,
        ])
}
