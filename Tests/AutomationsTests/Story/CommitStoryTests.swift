import Foundation
import Storage
import Testing

@testable import Automations

@Suite("What the comment on a commit says")
struct CommitStoryTests {
    static let scaffold = "3f2a1bc0000000000000000000000000000000aa"
    static let older = "9ab01de0000000000000000000000000000000bb"

    @Test("while the repository is set up: bar, stages, environments")
    func settingUp() {
        var story = Self.story(subject: "Add the template")
        story.setUp = SetUpStory(
            state: .working, percent: 60,
            stages: [
                StageStory(.ready, "Project registered"), StageStory(.ready, "Files committed as `3f2a1bc`"),
                StageStory(.working, "Cluster"),
            ],
            template: "nextjs-15-app")
        story.environments = [
            EnvironmentStory(name: .development, state: .ready, detail: "prepared in 0.4 s"),
            EnvironmentStory(name: .staging, state: .working, detail: "creating secrets"),
            EnvironmentStory(name: .production, state: .waiting),
        ]
        #expect(
            story.comment == """
                ### Setting up **acme/web-shop** · 60 %

                `▓▓▓▓▓▓▓▓▓▓▓▓░░░░░░░░`

                ✅ Project registered · ✅ Files committed as `3f2a1bc` · 🔄 Cluster

                | Environment | State |
                | --- | --- |
                | development | ✅ prepared in 0.4 s |
                | staging | 🔄 creating secrets |
                | production | ⏳ |

                <sub>Slipway · updated 14:21:09 UTC</sub>
                <!-- slipway:3ed13777-2994-5917-9e0b-0bd1c12acb6d:3f2a1bc0000000000000000000000000000000aa -->
                """)
    }

    @Test("when it is set up and the first build runs: addresses, what to expect, what was withheld and created")
    func setUpDone() {
        var story = Self.story(subject: "Add the template")
        story.setUp = SetUpStory(
            state: .ready, percent: 100, took: 0.94, withheld: ["Dockerfile", "README.md"], template: "nextjs-15-app",
            objects: [
                CreatedObject(kind: "Namespace", name: "project-x-staging", namespace: nil),
                CreatedObject(kind: "Kustomization", name: "x-staging", namespace: "project-x-staging"),
            ])
        story.build = BuildStory(
            state: .running, name: "slipway", number: 1, url: "https://github.com/acme/web-shop/actions/runs/1")
        story.environments = [
            EnvironmentStory(
                name: .staging, state: .waiting, detail: "waits for the first image",
                address: "https://staging-web-shop.apps.example.com")
        ]
        #expect(
            story.comment == """
                ### **acme/web-shop** is set up · 0.9 s

                | Environment | State | Address |
                | --- | --- | --- |
                | staging | ⏳ waits for the first image | https://staging-web-shop.apps.example.com |

                The first build is running: [slipway \u{23}\u{2060}1](https://github.com/acme/web-shop/actions/runs/1). It \
                usually takes 3 to 5 minutes. Until it is done the pods cannot pull their image; that is expected. From now on \
                every push to `main` deploys itself.

                This repository already had `Dockerfile` and `README.md`. They were not changed. To use the template's \
                versions: `slipway template render nextjs-15-app --set name=… --output DIR`, and copy what you want.

                <details><summary>What was created (2 objects)</summary>

                - Namespace `project-x-staging` · `kubectl get namespace project-x-staging`
                - Kustomization `x-staging` · `kubectl get -n project-x-staging kustomization x-staging`

                </details>

                <sub>Slipway · updated 14:21:09 UTC</sub>
                <!-- slipway:3ed13777-2994-5917-9e0b-0bd1c12acb6d:3f2a1bc0000000000000000000000000000000aa -->
                """)
    }

    @Test("a release on its way: what it replaces, where it is, what comes next")
    func release() {
        var story = Self.story(subject: "Fix the basket")
        story.previousImage = Self.older
        story.build = BuildStory(state: .succeeded, name: "slipway", number: 14, url: "https://x.test/14", took: 192)
        story.environments = [
            EnvironmentStory(
                name: .development, state: .ready, detail: "ready, 41 s", image: Self.scaffold, nextImage: Self.scaffold
            ),
            EnvironmentStory(
                name: .staging, state: .working, detail: "1 of 2 pods ready", image: Self.older,
                nextImage: Self.scaffold),
            EnvironmentStory(name: .production, state: .waiting, detail: "after staging", image: Self.older),
        ]
        #expect(
            story.comment == """
                ### `9ab01de` → `3f2a1bc` Fix the basket

                | Environment | State | Image |
                | --- | --- | --- |
                | development | ✅ ready, 41 s | `3f2a1bc` |
                | staging | 🔄 1 of 2 pods ready | `9ab01de` → `3f2a1bc` |
                | production | ⏳ after staging | `9ab01de` |

                Build: [slipway \u{23}\u{2060}14](https://x.test/14) succeeded in 3 min 12 s.

                <sub>Slipway · updated 14:21:09 UTC</sub>
                <!-- slipway:3ed13777-2994-5917-9e0b-0bd1c12acb6d:3f2a1bc0000000000000000000000000000000aa -->
                """)
    }

    @Test("a release that stopped: what happened, why, what it means, what to do")
    func stopped() {
        var story = Self.story(subject: "Fix the basket")
        story.environments = [
            EnvironmentStory(
                name: .staging, state: .failed, detail: "pods crash: exit code 1", image: Self.older,
                nextImage: Self.scaffold,
                trouble: Trouble(
                    what: "the new pods crash.", why: "Container `app` exited with code 1.",
                    whatToDo: "look at `kubectl logs deploy/web-shop --previous`, push a fix, or re-run the build.")),
            EnvironmentStory(name: .production, state: .waiting, detail: "not touched", image: Self.older),
        ]
        #expect(
            story.comment == """
                ### ❌ `3f2a1bc` stopped at staging

                | Environment | State | Image |
                | --- | --- | --- |
                | staging | ❌ pods crash: exit code 1 | `9ab01de` → `3f2a1bc` |
                | production | ⏳ not touched | `9ab01de` |

                **staging: the new pods crash.** Container `app` exited with code 1.
                The old version `9ab01de` keeps serving in staging. Production was not touched.

                **What to do:** look at `kubectl logs deploy/web-shop --previous`, push a fix, or re-run the build.

                <sub>Slipway · updated 14:21:09 UTC</sub>
                <!-- slipway:3ed13777-2994-5917-9e0b-0bd1c12acb6d:3f2a1bc0000000000000000000000000000000aa -->
                """)
    }

    @Test("a failed build: the jobs and steps with their logs, and that nothing was deployed")
    func failedBuild() {
        var story = Self.story(subject: "Fix the basket")
        story.build = BuildStory(
            state: .ended("failure"), name: "slipway", number: 15, url: "https://x.test/15",
            failedJobs: [
                FailedJob(name: "image", url: "https://x.test/15/job/2", steps: ["Build and push"])
            ])
        story.environments = EnvironmentName.allCases.map {
            EnvironmentStory(name: $0, state: .ready, detail: "unchanged", image: Self.older)
        }
        #expect(
            story.comment == """
                ### ❌ The build of `3f2a1bc` failed

                | Environment | State | Image |
                | --- | --- | --- |
                | development | ✅ unchanged | `9ab01de` |
                | staging | ✅ unchanged | `9ab01de` |
                | production | ✅ unchanged | `9ab01de` |

                Build: [slipway \u{23}\u{2060}15](https://x.test/15).

                - ❌ job `image`, step `Build and push`: [log](https://x.test/15/job/2)

                Nothing was deployed; `9ab01de` keeps running everywhere.

                **What to do:** open the log, push a fix, or re-run the build if the cause was passing.

                <sub>Slipway · updated 14:21:09 UTC</sub>
                <!-- slipway:3ed13777-2994-5917-9e0b-0bd1c12acb6d:3f2a1bc0000000000000000000000000000000aa -->
                """)
    }

    @Test("never longer than GitHub allows, and the marker survives the cut")
    func longComment() {
        var story = Self.story(subject: "x")
        story.environments = [
            EnvironmentStory(
                name: .staging, state: .failed,
                trouble: Trouble(what: String(repeating: "long ", count: 30_000), why: "", whatToDo: ""))
        ]
        #expect(story.comment.count < 65_536)
        #expect(story.comment.hasSuffix(story.marker))
    }

    static func story(subject: String) -> CommitStory {
        CommitStory(
            project: ProjectID(gitHubHost: "github.com", repository: 1), repository: "acme/web-shop", commit: scaffold,
            subject: subject, branch: "main", updated: Date(timeIntervalSince1970: 14 * 3600 + 21 * 60 + 9.6))
    }
}
