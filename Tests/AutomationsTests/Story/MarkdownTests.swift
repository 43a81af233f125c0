import GitHubAPI
import Storage
import Testing

@testable import Automations

@Suite("Text from outside cannot break a comment")
struct MarkdownTests {
    @Test(
        "plain text stays plain",
        arguments: [
            ("hello @everyone", "hello @\u{2060}everyone"),
            ("closes #12", "closes #\u{2060}12"),
            ("<!-- slipway:x -->", "&lt;\\!-- slipway:x --&gt;"),
            ("**bold** [a](b) `c` | d", "\\*\\*bold\\*\\* \\[a\\]\\(b\\) \\`c\\` \\| d"),
            ("two\nlines\r\n# three", "two lines #\u{2060} three"),
            ("<script>&amp;", "&lt;script&gt;&amp;amp;"),
            ("https://evil.test", "https:\u{2060}//evil.test"),
            ("closes GH-12, gh-3", "closes GH-\u{2060}12, gh-\u{2060}3"),
            ("$\\color{red}{x}$", "<span>$</span>\\\\color\\{red\\}\\{x\\}<span>$</span>"),
            ("![x](https://evil.test/p.png)", "\\!\\[x\\]\\(https:\u{2060}//evil.test/p.png\\)"),
            ("ab\u{202E}dc\u{2066}x", "ab dc x"),
        ])
    func plain(text: String, expected: String) {
        #expect(Markdown.plain(text) == expected)
    }

    @Test(
        "a code span cannot be left",
        arguments: [
            ("main", "`main`"),
            ("a`b", "`` a`b ``"),
            ("``` @user", "```` ``` @user ````"),
            ("a|b", "`a\\|b`"),
            ("x\n\n# y", "`x # y`"),
        ])
    func code(text: String, expected: String) {
        #expect(Markdown.code(text) == expected)
    }

    @Test("sentences keep their code spans and nothing else")
    func marked() {
        #expect(MarkedText.render("Container `app` of @me failed.") == "Container `app` of @\u{2060}me failed.")
        #expect(MarkedText.render("one ` only") == "one \\` only")
    }

    @Test("an address cannot close its link")
    func address() {
        #expect(Markdown.link("log", to: "https://x.test/a)b c") == "[log](https://x.test/a%29b%20c)")
    }
}

@Suite("Numbers and times as people read them")
struct WordingTests {
    @Test(arguments: [
        (0.04, "0.0 s"), (0.94, "0.9 s"), (9.96, "10 s"), (41.2, "41 s"), (59.7, "1 min"), (192, "3 min 12 s"),
        (3900, "1 h 5 min"), (7200, "2 h"),
    ])
    func duration(seconds: Double, expected: String) {
        #expect(Wording.duration(seconds) == expected)
    }

    @Test("statuses are cut at a word")
    func cut() {
        #expect(Wording.cut("quota exceeded: requests.cpu", to: 20) == "quota exceeded:…")
        #expect(Wording.cut("short", to: 20) == "short")
        #expect(Wording.cut(String(repeating: "x", count: 200), to: 140).count == 140)
        // One character to people, any number of code points to GitHub.
        let tower = "e" + String(repeating: "\u{301}", count: 200)
        #expect(Wording.cut(tower, to: 140).unicodeScalars.count == 140)
        #expect(Wording.cut("ab👨‍👩‍👧cd", to: 5) == "ab…")
    }

    @Test("a status leads to the address when ready, to the comment when not")
    func status() {
        let ready = EnvironmentStory(name: .staging, state: .ready, detail: "ready, 41 s", address: "https://a.test")
        #expect(
            ready.status(commentURL: "https://c.test")
                == CommitStatus(
                    state: .success, context: "slipway/staging", description: "ready, 41 s", targetURL: "https://a.test"
                ))
        let failed = EnvironmentStory(
            name: .production, state: .failed, address: "https://a.test",
            trouble: Trouble(what: "container `app` crashes", why: "", whatToDo: ""))
        #expect(
            failed.status(commentURL: "https://c.test")
                == CommitStatus(
                    state: .failure, context: "slipway/production", description: "container app crashes",
                    targetURL: "https://c.test"))
    }
}
