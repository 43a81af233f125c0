import KubernetesAPI
import Testing

@Suite struct NameTests {
    @Test(arguments: ["a", "project-1-development", "0", String(repeating: "a", count: 63)])
    func namespaces(text: String) throws {
        #expect(try NamespaceName(text).text == text)
    }

    @Test(arguments: ["", "A", "a_b", "a/b", "a.b", "-a", "a-", "..", "é", " ", String(repeating: "a", count: 64)])
    func notNamespaces(text: String) {
        #expect(throws: InvalidName.self) { try NamespaceName(text) }
    }

    @Test(arguments: ["web", "system:node", "web-7fff8dcb97.18e9e5f064203825", "Cap_s"])
    func objects(text: String) throws {
        #expect(try ObjectName(text).text == text)
    }

    @Test(arguments: ["", ".", "..", "a/b", "a%2Fb", "a b", "a\n", "é", String(repeating: "a", count: 254)])
    func notObjects(text: String) {
        #expect(throws: InvalidName.self) { try ObjectName(text) }
    }

    @Test func saysWhichRuleIsBroken() {
        let text = "Shop"
        let error = #expect(throws: InvalidName.self) { try NamespaceName(text) }
        #expect(
            error?.description
                == "\"Shop\" cannot be the name of a Kubernetes namespace: "
                + "only lower-case letters, digits and hyphens are allowed."
        )
    }
}
