import Automations
import Foundation
import Service

/// Projects as the terminal shows them.
enum ProjectText {
    static func table(_ projects: [ProjectSummary], now: Date) -> Table {
        var table = Table("NAME", "STATE", "DEVELOPMENT", "STAGING", "PRODUCTION", "AGE")
        for project in projects {
            let environments = ["development", "staging", "production"].map { name in
                project.environments.first { $0.name == name }.map(cell) ?? ""
            }
            table.rows.append(
                [project.repository, StateSigns.text(project.state)] + environments
                    + [Moment.age(of: project.created, at: now)])
        }
        return table
    }

    /// The sign, and the image that runs: `✅ 3f2a1bc`.
    private static func cell(_ environment: EnvironmentReport) -> String {
        let image = environment.imageTag.map { " \($0.prefix(7))" } ?? ""
        return StateSigns.sign(environment.state).rawValue + image
    }

    static func page(_ report: ProjectReport, style: Style) -> String {
        let sections = [
            head(report.project, style), stages(report, style), environments(report, style), troubles(report, style),
            notes(report), farewell(report),
            resources(report, style), runs(report, style),
        ]
        return sections.filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    private static func head(_ project: ProjectSummary, _ style: Style) -> String {
        let reason = project.reason.map { "\n\($0.printable)" } ?? ""
        let paused =
            project.paused.map { "\n⏸ paused since \(Moment.utc($0)): nothing is put back in the cluster" } ?? ""
        return """
            \(style.bold(project.repository)) · \(StateSigns.text(project.state)) · template \(project.template) · \
            branch \
            \(project.branch.printable)\(reason)\(paused)
            id \(project.id) · since \(Moment.utc(project.created))
            """
    }

    /// Whether it leaves the cluster, and what is not heard of it any more.
    private static func farewell(_ report: ProjectReport) -> String {
        var lines: [String] = []
        if let archival = report.archival {
            let reason = archival.reason.replacing("`", with: "").printable
            switch archival.phase {
            case "removed": lines.append("📦 removed from the cluster: \(reason). A push brings it back.")
            case "removing": lines.append("📦 being removed from the cluster: \(reason).")
            default: lines.append("📦 leaves the cluster at \(Moment.utc(archival.due)): \(reason).")
            }
        }
        if let unseen = report.unseen { lines.append("GitHub does not show the repository: \(unseen.printable).") }
        return lines.joined(separator: "\n")
    }

    private static func stages(_ report: ProjectReport, _ style: Style) -> String {
        var table = Table("STAGE", "STATE", "STARTED", "TOOK", "DETAIL")
        for stage in report.stages {
            table.rows.append([
                stage.stage, StateSigns.text(stage.state), stage.started.map(Moment.utc) ?? "",
                Moment.duration(from: stage.started, to: stage.finished), (stage.error ?? stage.detail ?? "").printable,
            ])
        }
        return "\(CommitStory.bar(report.percent)) \(report.percent) %\n" + table.text(style)
    }

    private static func environments(_ report: ProjectReport, _ style: Style) -> String {
        var table = Table("ENVIRONMENT", "STATE", "IMAGE", "ADDRESS", "MESSAGE")
        for environment in report.project.environments {
            table.rows.append([
                environment.name, StateSigns.text(environment.state), image(environment), environment.address ?? "",
                (environment.message ?? "").printable.cut(to: 100),
            ])
        }
        return table.text(style)
    }

    /// Where Slipway leaves something alone, or keeps Flux from it.
    private static func notes(_ report: ProjectReport) -> String {
        let paused = report.project.environments.compactMap { environment in
            environment.paused.map {
                "⏸ \(environment.name): its namespace is paused since \(Moment.utc($0)), nothing is put back in it"
            }
        }
        let resting = report.rests.map { rest in
            let next = rest.isTrying ? "Flux is trying now" : "next try \(Moment.utc(rest.nextTry)), or at a push"
            return
                "⏸ \(rest.environment): cannot be fetched since \(Moment.utc(rest.failing)) and is suspended; \(next)"
                + "\n   \(rest.message.printable)"
        }
        return (paused + resting).joined(separator: "\n")
    }

    /// What is the matter, as the comment says it.
    private static func troubles(_ report: ProjectReport, _ style: Style) -> String {
        report.project.environments.compactMap { environment in
            guard let trouble = environment.trouble else { return nil }
            let words = [trouble.what, trouble.why, trouble.whatToDo].map { $0.replacing("`", with: "").printable }
            return """
                \(style.bold("\(environment.name): \(words[0])")) \(words[1])
                What to do: \(words[2])
                """
        }.joined(separator: "\n")
    }

    private static func image(_ environment: EnvironmentReport) -> String {
        let runs = environment.imageTag.map { String($0.prefix(7)) } ?? "none"
        guard let wanted = environment.desiredImageTag, wanted != environment.imageTag else { return runs }
        return "\(runs) → \(wanted.prefix(7))"
    }

    private static func resources(_ report: ProjectReport, _ style: Style) -> String {
        if report.resources.isEmpty { return "" }
        var table = Table("OBJECT", "ENVIRONMENT", "STATUS", "SINCE", "REVISION", "MESSAGE")
        for resource in report.resources {
            table.rows.append([
                resource.kind, resource.environment, StateSigns.text(resource.status), Moment.utc(resource.since),
                (resource.revision ?? "").printable,
                said(resource).printable.cut(to: 100),
            ])
        }
        return table.text(style)
    }

    private static func said(_ resource: ResourceReport) -> String {
        guard resource.status != "ready" else { return resource.message ?? "" }
        return [resource.reason, resource.message].compactMap { $0 }.joined(separator: ": ")
    }

    private static func runs(_ report: ProjectReport, _ style: Style) -> String {
        if report.runs.isEmpty { return "No runs yet." }
        return report.runs.map { run in
            let took = Moment.duration(from: run.started, to: run.finished)
            let end = (run.outcome ?? run.waitsFor.map { "waits for \($0)" } ?? "").printable
            let line = ["run \(run.id)", run.automation, StateSigns.text(run.state), took, end]
                .filter { !$0.isEmpty }.joined(separator: " · ")
            return ([style.bold(line)] + run.steps.map(step)).joined(separator: "\n")
        }.joined(separator: "\n")
    }

    private static func step(_ step: StepReport) -> String {
        let sign = step.finished == nil ? (step.lastError == nil ? "⏳" : "⚠️") : "✅"
        let took = Moment.duration(from: step.started, to: step.finished)
        let error = step.finished == nil ? step.lastError.map { " · \($0.printable)" } ?? "" : ""
        let attempts = step.attempts > 1 ? " · \(step.attempts) attempts" : ""
        return "   \(sign) \(step.name)\(took.isEmpty ? "" : " · \(took)")\(attempts)\(error)"
    }
}
