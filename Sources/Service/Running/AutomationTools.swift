import Automations
import GitHubAPI
import KubernetesAPI
import RunEngine
import Scaffolding

struct AutomationTools {
    let github: GitHubClient
    let cluster: KubernetesClient
    let templates: TemplateLibrary
    let settings: Settings

    var automations: [any Automation] { [] }
}
