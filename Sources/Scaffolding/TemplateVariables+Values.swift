extension TemplateVariables {
    /// The environments that hosts and namespaces are named after, in the order of promotion.
    static let environments = ["development", "staging", "production"]

    /// The names every template may use, with what they hold. An optional one without a value renders nothing, and its
    /// sections are left out.
    public static let declared: [TemplateVariable] = [
        .init(name: "owner", description: "Owner on GitHub", required: true),
        .init(name: "name", description: "Repository name on GitHub", required: true),
        .init(name: "fullName", description: "owner/name", required: true),
        .init(name: "repositoryURL", description: "Web address of the repository", required: true),
        .init(name: "defaultBranch", description: "Branch that deploys", required: true),
        .init(name: "appName", description: "Name of the Kubernetes objects (DNS label)", required: true),
        .init(name: "packageName", description: "Name for package.json", required: true),
        .init(name: "registryHost", description: "Container registry", required: true),
        .init(name: "image", description: "Image without its tag", required: true),
        .init(name: "domain", description: "Domain below which hosts are made"),
        .init(name: "developmentHost", description: "Host in development"),
        .init(name: "stagingHost", description: "Host in staging"),
        .init(name: "productionHost", description: "Host in production"),
        .init(name: "scheme", description: "https with a cluster issuer, else http", required: true),
        .init(name: "ingressClass", description: "Class of the Ingress"),
        .init(name: "clusterIssuer", description: "cert-manager's ClusterIssuer"),
        .init(name: "projectID", description: "The project's id"),
        .init(name: "developmentNamespace", description: "Namespace of development", required: true),
        .init(name: "stagingNamespace", description: "Namespace of staging", required: true),
        .init(name: "productionNamespace", description: "Namespace of production", required: true),
    ]

    /// What the files see. Every name of ``declared``; optional ones are absent when they have no value.
    public var values: [String: String] {
        var values = identity
        values["domain"] = domain
        values["ingressClass"] = ingressClass
        values["clusterIssuer"] = clusterIssuer
        values["projectID"] = projectID
        for environment in Self.environments {
            values["\(environment)Host"] = host(environment: environment)
            values["\(environment)Namespace"] = "project-\(projectID ?? "<id>")-\(environment)"
        }
        return values
    }

    private var identity: [String: String] {
        [
            "owner": owner, "name": name, "fullName": fullName, "repositoryURL": "\(githubWeb)/\(fullName)",
            "defaultBranch": defaultBranch, "appName": appName, "packageName": SafeName.package(name),
            "registryHost": registryHost, "image": image, "scheme": clusterIssuer == nil ? "http" : "https",
        ]
    }
}
