import Automations
import Testing

@testable import slipway

@Suite("How the demo tells")
struct DemoTellingTests {
    private let plain = Style(isColoured: false)

    @Test("a comment reads as on GitHub: tables aligned, marker hidden, details folded, escapes and entities undone")
    func comment() {
        let body = """
            ### ❌ `3f2a1bc` stopped at staging

            | Environment | State | Image |
            | --- | --- | --- |
            | development | ✅ ready, 41 s | `3f2a1bc` |
            | staging | ❌ a \\| b | `9ab01de` → `3f2a1bc` |

            **staging: the new pods crash.** Container `app` ended \\(CrashLoopBackOff\\) &lt;tag&gt; \\_x\\_.
            Build: [slipway \u{23}\u{2060}14](https://x.test/14) succeeded.

            - ❌ job `image`: [log](https://x.test/15)

            <details><summary>What was created (2 objects)</summary>

            - Namespace `x`

            </details>

            <sub>Slipway · updated 14:21:09 UTC</sub>
            <!-- slipway:3ed13777-2994-5917-9e0b-0bd1c12acb6d:3f2a1bc -->
            """
        #expect(
            MarkdownPage(body).lines(plain, width: 100, cutsTables: true).joined(separator: "\n") == """
                ❌ 3f2a1bc stopped at staging

                Environment  State           Image
                development  ✅ ready, 41 s  3f2a1bc
                staging      ❌ a | b        9ab01de → 3f2a1bc

                staging: the new pods crash. Container app ended (CrashLoopBackOff) <tag> _x_.
                Build: slipway #14 (https://x.test/14) succeeded.

                • ❌ job image: log (https://x.test/15)

                ▸ What was created (2 objects)

                Slipway · updated 14:21:09 UTC
                """)
    }

    @Test("on a terminal, what stands out is styled, lines are broken at words, tables cut at the edge")
    func styled() {
        let lines = MarkdownPage(
            "**What to do:** look at `kubectl logs`, push a fix.\n\n| A | B |\n| - | - |\n| 1234567890 | 1234567890 |"
        )
        .lines(Style(isColoured: true), width: 20, cutsTables: true)
        #expect(
            lines == [
                "\u{1B}[1mWhat to do:\u{1B}[0m look at", "\u{1B}[36mkubectl logs\u{1B}[0m, push a", "fix.", "",
                "\u{1B}[1mA\u{1B}[0m           \u{1B}[1mB\u{1B}[0m", "1234567890  1234567…",
            ])
    }

    @Test("without a terminal each change is told once; what passes through is not, what lasts is")
    func telling() {
        var telling = PlainTelling()
        var view = ChapterView(number: 2, title: "the first build runs")
        view.stages = [.init(sign: .working, name: "build", result: "build #1 runs")]
        view.rows = [
            .init(label: "development", sign: .working, text: "0 of 1 pods ready"),
            .init(label: "staging", sign: .waiting, text: "after development"),
        ]
        #expect(telling.news(of: view, elapsed: 0, isOver: false) == ["2  the first build runs"])
        #expect(telling.news(of: view, elapsed: 0.9, isOver: false) == [])
        #expect(telling.news(of: view, elapsed: 1.1, isOver: false) == ["   development  🔄 0 of 1 pods ready"])
        view.stages = [.init(sign: .ready, name: "build", result: "build #1 succeeded after 2 s")]
        view.rows[1] = .init(label: "staging", sign: .ready, text: "ready")
        #expect(telling.news(of: view, elapsed: 2, isOver: false) == ["   build #1 succeeded after 2 s"])
        view.rows[0] = .init(label: "development", sign: .ready, text: "ready")
        #expect(
            telling.news(of: view, elapsed: 3, isOver: true) == ["   development  ✅ ready", "   staging      ✅ ready"])
        #expect(telling.news(of: view, elapsed: 4, isOver: true) == [])
    }

    @Test("on a terminal no line is wider than it, signs counted as two columns")
    func live() {
        var view = ChapterView(number: 1, title: "the repository is created")
        view.percent = 60
        view.caption = "files committed as 3f2a1bc"
        view.namesStages = true
        view.stages = [
            .init(sign: .ready, name: "project", result: ""), .init(sign: .working, name: "cluster", result: ""),
        ]
        view.rows = [.init(label: "staging", sign: .working, text: "namespace, quota, network policy, 2 secrets")]
        #expect(
            view.liveLines(elapsed: 0.42, isOver: false, style: plain, width: 40) == [
                "1  the repository is created  🔄 0.4 s", "   ▓▓▓▓▓▓▓▓▓▓▓▓░░░░░░░░ 60 %  files com…",
                "   ✅ project 🔄 cluster", "   staging      🔄 namespace, quota, ne…",
            ])
        #expect(view.liveLines(elapsed: 0.42, isOver: true, style: plain, width: 40).count == 3)
    }

    @Test("paths become a tree: folders first, each by name")
    func tree() {
        #expect(
            FileTree(["b.txt", "k8s/base/x.yaml", "k8s/overlays/a.yaml", "a.txt", "k8s/z"]).lines == [
                "├── k8s/", "│   ├── base/", "│   │   └── x.yaml", "│   ├── overlays/", "│   │   └── a.yaml",
                "│   └── z",
                "├── a.txt", "└── b.txt",
            ])
    }
}
