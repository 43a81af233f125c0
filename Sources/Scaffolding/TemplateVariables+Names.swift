extension TemplateVariables {
    /// `acme/web-shop`
    public var fullName: String { "\(owner)/\(name)" }

    /// The name of the Deployment, Service and Ingress: a DNS-1035 label (a Service's name starts with a letter) that
    /// stays within 63 characters under the longest name prefix.
    public var appName: String {
        let label = SafeName.label(name, limit: Self.labelLimit)
        return label.first?.isLetter == true ? label : SafeName.label("app-\(name)", limit: Self.labelLimit)
    }

    /// The image without a tag, as it stands in the manifests: `ghcr.io/acme/web-shop`.
    public var image: String {
        "\(registryHost)/\(SafeName.imageComponent(owner))/\(SafeName.imageComponent(name))"
    }

    /// `<repo>.<domain>` for production, `<environment>-<repo>.<domain>` else; nil without a domain.
    public func host(environment: String) -> String? {
        let label = SafeName.label(name, limit: Self.labelLimit)
        return domain.map { environment == "production" ? "\(label).\($0)" : "\(environment)-\(label).\($0)" }
    }

    /// `https://…` with a cluster issuer, else `http://…`; nil without a domain.
    public func address(environment: String) -> String? {
        host(environment: environment).map { (clusterIssuer == nil ? "http://" : "https://") + $0 }
    }

    /// 63 characters of a DNS label less `development-`, the longest prefix a host gets.
    static let labelLimit = 63 - "development-".count
}
