import Foundation
import Scaffolding
import Testing

@testable import Automations

private func file(_ path: String, _ text: String = "x", executable: Bool = false) -> RenderedFile {
    RenderedFile(path: path, contents: Data(text.utf8), executable: executable)
}

@Suite struct ScaffoldPlanTests {
    @Test func blobsAreNamedAsGitNamesThem() {
        // printf 'hello\n' | git hash-object --stdin, and the empty blob
        #expect(GitBlob.sha(of: Data("hello\n".utf8)) == "ce013625030ba8dba906f756967f9e9ca394464a")
        #expect(GitBlob.sha(of: Data()) == "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391")
    }

    @Test func anEmptyRepositoryGetsEverything() {
        let plan = ScaffoldPlan(files: [file("b"), file("a")], existing: [:])
        #expect(plan.added.map(\.path) == ["a", "b"])
        #expect(plan.withheld.isEmpty && plan.same.isEmpty)
    }

    @Test func whatIsThereIsNeverChanged() {
        let plan = ScaffoldPlan(
            files: [file("Dockerfile"), file("README.md", "hello\n"), file("k8s/base/x.yaml"), file("docs")],
            existing: [
                "Dockerfile": "0000000000000000000000000000000000000000",
                "README.md": "ce013625030ba8dba906f756967f9e9ca394464a",
                "docs/index.md": "1111111111111111111111111111111111111111",
            ])
        #expect(plan.added.map(\.path) == ["k8s/base/x.yaml"])
        #expect(plan.withheld == ["Dockerfile", "docs"])
        #expect(plan.same == ["README.md"])
    }

    @Test func aFileWhereTheTemplateHasAFolderIsKept() {
        let plan = ScaffoldPlan(
            files: [file("k8s/base/x.yaml"), file("k8s-notes")],
            existing: ["k8s": "0000000000000000000000000000000000000000"])
        #expect(plan.added.map(\.path) == ["k8s-notes"])
        #expect(plan.withheld == ["k8s/base/x.yaml"])
    }

    /// macOS and Windows could not check out both, and would write one over the other.
    @Test func aFileThatDiffersInCaseOnlyIsKept() {
        let plan = ScaffoldPlan(
            files: [file("README.md"), file("Dockerfile"), file("docs"), file("k8s/x.yaml"), file("other")],
            existing: [
                "Readme.md": "0000000000000000000000000000000000000000",
                "dockerfile": "0000000000000000000000000000000000000000",
                "Docs/index.md": "1111111111111111111111111111111111111111",
                "K8s": "2222222222222222222222222222222222222222",
            ])
        #expect(plan.added.map(\.path) == ["other"])
        #expect(plan.withheld == ["Dockerfile", "README.md", "docs", "k8s/x.yaml"])
    }

    @Test func theSeedIsTheReadme() {
        #expect(ScaffoldPlan.seed(of: [file("a"), file("README.md")])?.path == "README.md")
        #expect(
            ScaffoldPlan.seed(of: [
                file(".github/workflows/x.yml"), file("run.sh", executable: true), file("c"), file("b"),
            ])?
            .path == "b")
        #expect(ScaffoldPlan.seed(of: [file(".github/workflows/x.yml")]) == nil)
    }

    @Test func theCommitSaysWhatItIs() {
        #expect(
            ScaffoldPlan.commitMessage(template: "static-site") == """
                Add the template static-site

                Files that this repository lacked. Slipway builds and deploys it from now on:
                every push to this branch becomes an image and goes through the environments.
                """)
    }
}
