import Foundation
import Scaffolding
import Yams

/// The templates of this repository and the repositories they are tried with.
enum BundledTemplates {
    static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    static let library = TemplateLibrary(folder: package.appending(path: "Templates").path())
    static let names = ["nextjs-15-app", "static-site"]
    static let environments = ["development", "staging", "production"]

    static let full = TemplateVariables(
        owner: "Acme", name: "Web-Shop", defaultBranch: "trunk", domain: "apps.example.com", ingressClass: "nginx",
        clusterIssuer: "letsencrypt-prod", projectID: "0f8fad5b-d9cb-569f-a165-70867728950e")
    static let bare = TemplateVariables(owner: "acme", name: "web-shop")

    static func render(_ template: String, for project: TemplateVariables) throws -> [RenderedFile] {
        try library.template(named: template).render(project)
    }

    /// Every awkward name with everything configured, and one name with every way of configuring less.
    static let projects: [TemplateVariables] = {
        let names = ["web-shop", "8888", "Web.Shop_2", String(repeating: "Long-Name.", count: 10)]
        var projects = names.map { name in
            var project = full
            project.name = name
            return project
        }
        for (domain, ingressClass, issuer) in [(true, true, false), (true, false, true), (true, false, false)] {
            var project = full
            project.domain = domain ? full.domain : nil
            project.ingressClass = ingressClass ? full.ingressClass : nil
            project.clusterIssuer = issuer ? full.clusterIssuer : nil
            projects.append(project)
        }
        return projects + [
            bare, TemplateVariables(owner: "acme", name: "8888", ingressClass: "nginx", clusterIssuer: "ca"),
        ]
    }()
}

/// A look into decoded YAML: `["spec", "replicas"]`, list indices as numbers.
func value(_ yaml: Any?, _ path: String) -> Any? {
    path.split(separator: ".").reduce(yaml) { value, key in
        if let list = value as? [Any], let index = Int(key) { return list.indices.contains(index) ? list[index] : nil }
        return (value as? [String: Any])?[String(key)]
    }
}
