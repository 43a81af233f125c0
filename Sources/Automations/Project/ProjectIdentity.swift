import GitHubAPI
import Scaffolding
import Storage

/// The part of a project that names things: objects in the cluster, images, addresses, links.
public struct ProjectIdentity: Sendable, Hashable {
    public var id: ProjectID
    public var owner: String
    public var ownerID: Int64
    public var name: String
    /// The tracked branch.
    public var branch: String
    /// The image by the name that the repository had at its set-up; `nil` where that is not recorded.
    public var recordedImage: String?
    /// What it was made from, and the topics its repository had then; `nil` where that is not recorded.
    public var template: String?
    public var topics: [String]?

    public init(
        id: ProjectID, owner: String, ownerID: Int64, name: String, branch: String, image: String? = nil,
        template: String? = nil, topics: [String]? = nil
    ) {
        self.id = id
        self.owner = owner
        self.ownerID = ownerID
        self.name = name
        self.branch = branch
        recordedImage = image
        self.template = template
        self.topics = topics
    }

    public var fullName: String { "\(owner)/\(name)" }

    /// What templates are rendered with.
    /// - Parameter ingressClass: the class chosen for the cluster, see ``IngressClassChoice``.
    public func templateVariables(_ settings: Settings, ingressClass: String? = nil) -> TemplateVariables {
        TemplateVariables(
            owner: owner, name: name, defaultBranch: branch, githubWeb: settings.gitHubWeb,
            registryHost: settings.registry(of: fullName).host, domain: settings.domain, ingressClass: ingressClass,
            clusterIssuer: settings.clusterIssuer, projectID: id.value)
    }

    /// The image as the manifests name it, without a tag: a new name of the repository does not change it.
    public func image(_ settings: Settings) -> String { recordedImage ?? templateVariables(settings).image }

    /// Where people find an environment; `nil` without a domain.
    public func address(_ environment: EnvironmentName, _ settings: Settings) -> String? {
        templateVariables(settings).address(environment: environment.rawValue)
    }
}
