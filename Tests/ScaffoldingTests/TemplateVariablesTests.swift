import Scaffolding
import Testing

@Suite struct TemplateVariablesTests {
    static let long = String(repeating: "Very.Long_", count: 10)

    @Test func plainNamesStayAsTheyAre() {
        let project = TemplateVariables(owner: "Acme", name: "Web-Shop", domain: "apps.example.com")
        #expect(project.appName == "web-shop")
        #expect(project.image == "ghcr.io/acme/web-shop")
        #expect(project.host(environment: "development") == "development-web-shop.apps.example.com")
        #expect(project.host(environment: "staging") == "staging-web-shop.apps.example.com")
        #expect(project.host(environment: "production") == "web-shop.apps.example.com")
        #expect(project.address(environment: "production") == "http://web-shop.apps.example.com")
        #expect(project.values["repositoryURL"] == "https://github.com/Acme/Web-Shop")
        #expect(project.values["packageName"] == "web-shop")
    }

    @Test func aServiceNameStartsWithALetterAHostNeedNot() {
        let project = TemplateVariables(owner: "acme", name: "8888", domain: "example.com", clusterIssuer: "ca")
        #expect(project.appName == "app-8888")
        #expect(project.address(environment: "production") == "https://8888.example.com")
        #expect(project.image == "ghcr.io/acme/8888")
    }

    @Test func whatChangesMoreThanCaseGetsAChecksum() {
        let dotted = TemplateVariables(owner: "acme", name: "Web.Shop_2").appName
        #expect(dotted == "web-shop-2-xf03a85e8")
        #expect(dotted == TemplateVariables(owner: "other", name: "web.shop_2").appName)
        #expect(dotted != TemplateVariables(owner: "acme", name: "Web_Shop.2").appName)
        #expect(TemplateVariables(owner: "acme", name: "Web.Shop_2").image == "ghcr.io/acme/web.shop_2")
    }

    @Test(arguments: ["web-shop", "8888", "Web.Shop_2", "-", "...", "_", "-x-", "ümlaut", "a", "true", long])
    func everyNameIsValidEverywhere(name: String) {
        let project = TemplateVariables(owner: "acme", name: name, domain: "example.com")
        #expect("staging-\(project.appName)".count <= 63)
        #expect(project.appName.wholeMatch(of: /[a-z]([-a-z0-9]*[a-z0-9])?/) != nil, "\(project.appName)")
        let host = project.host(environment: "development") ?? ""
        let label = host.split(separator: ".").first ?? ""
        #expect(label.count <= 63 && label.wholeMatch(of: /[a-z0-9]([-a-z0-9]*[a-z0-9])?/) != nil, "\(host)")
        #expect(project.image.wholeMatch(of: /ghcr.io\/acme\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*/) != nil)
        #expect(project.values["packageName"]?.wholeMatch(of: /[a-z0-9][a-z0-9._-]{0,213}/) != nil)
    }

    @Test func longNamesThatDifferAtTheEndStayApart() {
        let first = TemplateVariables(owner: "acme", name: Self.long + "1").appName
        #expect(first != TemplateVariables(owner: "acme", name: Self.long + "2").appName)
    }

    @Test func everyDeclaredVariableHasAValueWhenEverythingIsKnown() {
        let project = TemplateVariables(
            owner: "acme", name: "web", domain: "example.com", ingressClass: "nginx", clusterIssuer: "ca",
            projectID: "0f8fad5b")
        #expect(Set(project.values.keys) == Set(TemplateVariables.declared.map(\.name)))
        #expect(project.values["stagingNamespace"] == "project-0f8fad5b-staging")
        let required = TemplateVariables.declared.filter(\.required).map(\.name)
        #expect(Set(required).isSubset(of: TemplateVariables(owner: "acme", name: "web").values.keys))
    }

    @Test func settingsOfTheCommandLine() throws {
        let project = try TemplateVariables(settings: ["name": "web", "owner": "", "domain": "example.com"])
        #expect(project == TemplateVariables(owner: "acme", name: "web", domain: "example.com"))
        #expect(throws: TemplateError(.missingValue("name"))) { try TemplateVariables(settings: ["owner": "acme"]) }
    }
}
