import GitHubAPI
import KubernetesAPI
import RunEngine
import Scaffolding

/// What the automations work with. Made once, by the service.
public struct Workbench: Sendable {
    public let settings: Settings
    /// In the scope of the App or of the static token; narrowed to one repository for every use.
    public let gitHub: GitHubClient
    public let cluster: KubernetesClient
    public let templates: TemplateLibrary
    /// What came of requesting an address a moment ago; `nil`: it is requested now, and ``WakeKey/address(_:)`` called out
    /// when that is over.
    public typealias Reach = @Sendable (_ url: String) -> Reachability?

    /// `nil` where addresses are not checked.
    public let reach: Reach?
    /// Told where somebody reports that a Secret of Slipway's is missing.
    public typealias SecretReport = @Sendable (ProjectPlace) -> Void

    let lacksSecret: SecretReport
    let hosts: IngressHosts

    public init(
        settings: Settings, gitHub: GitHubClient, cluster: KubernetesClient, templates: TemplateLibrary,
        reach: Reach? = nil, lacksSecret: @escaping SecretReport = { _ in }
    ) {
        self.settings = settings
        self.gitHub = gitHub
        self.cluster = cluster
        self.templates = templates
        self.reach = reach
        self.lacksSecret = lacksSecret
        hosts = IngressHosts(cluster)
    }

    /// Every automation there is, for the run engine.
    public var automations: [any Automation] {
        [
            SetUpProject(self), Reconcile(self), ReportBuild(self), Deploy(self), Promote(self), CheckAddress(self),
            RepairProject(self), RestSource(self),
            FollowRepository(self), CleanUp(self),
        ]
    }
}
