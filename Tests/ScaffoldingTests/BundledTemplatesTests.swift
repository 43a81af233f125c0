import Foundation
import Scaffolding
import Testing
import Yams

/// What a repository receives, file by file, before kustomize has a look.
@Suite struct BundledTemplatesTests {
    static let shared = [
        ".dockerignore", ".github/dependabot.yml", ".github/workflows/slipway.yml", "Dockerfile", "README.md",
        "docs/deploying.md", "k8s/base/deployment.yaml", "k8s/base/ingress.yaml", "k8s/base/kustomization.yaml",
        "k8s/base/service.yaml", "k8s/overlays/development/kustomization.yaml",
        "k8s/overlays/production/kustomization.yaml", "k8s/overlays/staging/kustomization.yaml", "public/icon.svg",
        "public/robots.txt",
    ]
    static let own = [
        "nextjs-15-app": [
            ".gitignore", "app/api/health/route.ts", "app/globals.css", "app/layout.tsx", "app/not-found.tsx",
            "app/page.tsx", "app/site.ts", "next.config.ts", "package.json", "tsconfig.json",
        ],
        "static-site": ["nginx.conf", "public/404.html", "public/index.html", "public/style.css"],
    ]

    @Test func theLibraryOffersTheseTemplates() throws {
        #expect(try BundledTemplates.library.list().map(\.name) == BundledTemplates.names)
    }

    @Test(arguments: BundledTemplates.names)
    func aRepositoryReceivesTheseFiles(template: String) throws {
        let files = try BundledTemplates.render(template, for: BundledTemplates.full)
        #expect(files.map(\.path) == (Self.shared + (Self.own[template] ?? [])).sorted())
        #expect(files.allSatisfy { !$0.executable && $0.text?.hasSuffix("\n") == true })
        let bare = try BundledTemplates.render(template, for: BundledTemplates.bare).map(\.path)
        #expect(bare == files.map(\.path).filter { $0 != "k8s/base/ingress.yaml" })
    }

    @Test(arguments: BundledTemplates.names)
    func noTagIsLeftAndEveryGitHubExpressionSurvives(template: String) throws {
        for project in BundledTemplates.projects {
            for file in try BundledTemplates.render(template, for: project) {
                #expect(file.text?.contains("<%") == false && file.text?.contains("%>") == false, "\(file.path)")
            }
        }
        let workflow = try workflow(template).text
        for expression in ["github.sha", "github.actor", "github.ref", "secrets.GITHUB_TOKEN", "env.IMAGE"] {
            #expect(workflow.contains("${{ \(expression) }}"))
        }
    }

    @Test(arguments: BundledTemplates.names)
    func theWorkflowMayReadTheCodeAndPushPackagesAndNothingElse(template: String) throws {
        let yaml = try workflow(template).yaml
        #expect((value(yaml, "permissions") as? [String: String])?.isEmpty == true)
        let job = value(yaml, "jobs.image.permissions") as? [String: String]
        #expect(job == ["contents": "read", "packages": "write"])
        #expect(value(yaml, "jobs.image.steps.0.with.persist-credentials") as? Bool == false)
        #expect(value(yaml, "jobs.image.timeout-minutes") as? Int == 20)
        #expect(value(yaml, "concurrency.cancel-in-progress") as? Bool == false)
    }

    @Test(arguments: BundledTemplates.names)
    func theWorkflowBuildsTheTrackedBranchAndPushesBothTags(template: String) throws {
        let yaml = try workflow(template).yaml
        #expect(value(yaml, "name") as? String == "slipway")
        #expect(value(yaml, "on.push.branches") as? [String] == ["trunk"])
        #expect(value(yaml, "env.IMAGE") as? String == "ghcr.io/acme/web-shop")
        #expect(
            value(yaml, "jobs.image.steps.3.with.tags") as? String
                == "${{ env.IMAGE }}:${{ github.sha }}\n${{ env.IMAGE }}:latest\n")
        #expect(value(yaml, "jobs.image.steps.3.name") as? String == "Build and push")
    }

    @Test(arguments: BundledTemplates.names)
    func everyActionIsPinnedToACommit(template: String) throws {
        let lines = try workflow(template).text.split(separator: "\n").filter { $0.contains("uses:") }
        #expect(lines.count == 4)
        for line in lines {
            #expect(line.firstMatch(of: /uses: [a-z-]+\/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/) != nil, "\(line)")
        }
    }

    @Test(arguments: BundledTemplates.names)
    func imagesArePinnedAndRunAsANumberedUser(template: String) throws {
        let text = try #require(BundledTemplates.render(template, for: BundledTemplates.full)["Dockerfile"]?.text)
        let froms = text.split(separator: "\n").filter { $0.hasPrefix("FROM ") && !$0.hasPrefix("FROM base") }
        #expect(froms.allSatisfy { $0.firstMatch(of: /:\d+(\.\d+)?-alpine/) != nil } && froms.count == 1)
        #expect(text.firstMatch(of: /\nUSER [1-9]\d*:[1-9]\d*\n/) != nil)
    }

    @Test func packageJSONNamesTheRepositoryAndPinsMajors() throws {
        var project = BundledTemplates.full
        project.name = "8888"
        let file = try #require(BundledTemplates.render("nextjs-15-app", for: project)["package.json"])
        let package = try JSONDecoder().decode(Package.self, from: file.contents)
        #expect(package.name == "8888")
        #expect(package.dependencies["next"]?.hasPrefix("^15.") == true)
        #expect(package.scripts["build"] == "next build")
    }

    @Test func theReadmeNamesTheAddressesOnlyWhenThereAreAny() throws {
        let full = try BundledTemplates.render("static-site", for: BundledTemplates.full)
        let bare = try BundledTemplates.render("static-site", for: BundledTemplates.bare)
        #expect(full["README.md"]?.text?.contains("https://staging-web-shop.apps.example.com") == true)
        #expect(
            full["docs/deploying.md"]?.text?.contains("project-0f8fad5b-d9cb-569f-a165-70867728950e-staging") == true)
        #expect(bare["README.md"]?.text?.contains("| Environment | Address |") == false)
        #expect(bare["docs/deploying.md"]?.text?.contains("kubectl port-forward") == true)
    }

    private struct Package: Decodable {
        let name: String
        let scripts: [String: String]
        let dependencies: [String: String]
    }

    private func workflow(_ template: String) throws -> (text: String, yaml: Any?) {
        let files = try BundledTemplates.render(template, for: BundledTemplates.full)
        let text = try #require(files[".github/workflows/slipway.yml"]?.text)
        return (text, try Yams.load(yaml: text))
    }
}
