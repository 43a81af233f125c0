/// Whole comments, with names for what differs from run to run.
enum Expected {
    static let setUpWaitingForTheBuild = """
        ### **acme/web-shop** is set up · DURATION

        | Environment | State | Address |
        | --- | --- | --- |
        | development | ⏳ waits for the build | https://development-web-shop.apps.example.com |
        | staging | ⏳ waits for the build | https://staging-web-shop.apps.example.com |
        | production | ⏳ waits for the build | https://web-shop.apps.example.com |

        The first build is running: [slipway #\u{2060}1](GITHUB/acme/web-shop/actions/runs/BUILD). It usually takes 3 to 5 \
        minutes. Until it is done the pods cannot pull their image; that is expected. From now on every push to `main` \
        deploys itself.

        \(whatWasCreated)

        <sub>Slipway · updated TIME</sub>
        <!-- slipway:PROJECT:COMMIT -->
        """

    static let firstRelease = """
        ### `commit` Add the template nextjs-15-app

        | Environment | State | Image | Address |
        | --- | --- | --- | --- |
        | development | ✅ ready, DURATION | `commit` | https://development-web-shop.apps.example.com |
        | staging | ✅ ready, DURATION | `commit` | https://staging-web-shop.apps.example.com |
        | production | ✅ ready, DURATION | `commit` | https://web-shop.apps.example.com |

        Build: [slipway #\u{2060}1](GITHUB/acme/web-shop/actions/runs/BUILD) succeeded in DURATION.

        \(whatWasCreated)

        <sub>Slipway · updated TIME</sub>
        <!-- slipway:PROJECT:COMMIT -->
        """

    static let failedBuild = """
        ### ❌ The build of `commit` failed

        | Environment | State | Image | Address |
        | --- | --- | --- | --- |
        | development | ✅ unchanged | `old` | https://development-site.apps.example.com |
        | staging | ✅ unchanged | `old` | https://staging-site.apps.example.com |
        | production | ✅ unchanged | `old` | https://site.apps.example.com |

        Build: [slipway #\u{2060}2](GITHUB/acme/site/actions/runs/BUILD).

        - ❌ job `image`, step `Build and push`: [log](GITHUB/acme/site/actions/runs/BUILD/job/JOB)

        Nothing was deployed; `old` keeps running everywhere.

        **What to do:** open the log, push a fix, or re-run the build if the cause was passing.

        <sub>Slipway · updated TIME</sub>
        <!-- slipway:PROJECT:COMMIT -->
        """

    static let crashingPods = """
        ### ❌ `commit` stopped at development

        | Environment | State | Image | Address |
        | --- | --- | --- | --- |
        | development | ❌ crash loop: last log unavailable, exit code 1 | `old` → `commit` \
        | https://development-site.apps.example.com |
        | staging | ⏳ not touched | `old` | https://staging-site.apps.example.com |
        | production | ⏳ not touched | `old` | https://site.apps.example.com |

        Build: [slipway #\u{2060}2](GITHUB/acme/site/actions/runs/BUILD) succeeded in DURATION.

        **development: the new pods crash.** Container `app` ended with exit code 1, COUNT times \\(CrashLoopBackOff\\).
        The old version `old` keeps serving in development. Staging and production were not touched.

        **What to do:** look at `kubectl logs -n project-PROJECT-development deploy/dev-site --previous`, push a fix, or \
        re-run the build.

        <sub>Slipway · updated TIME</sub>
        <!-- slipway:PROJECT:COMMIT -->
        """

    private static var whatWasCreated: String {
        let lines = Repository.environments.flatMap(created)
        return """
            <details><summary>What was created (\(lines.count) objects)</summary>

            \(lines.joined(separator: "\n"))

            </details>
            """
    }

    private static func created(in environment: String) -> [String] {
        let namespace = "project-PROJECT-\(environment)"
        let inside = [
            ("RoleBinding", "slipway"), ("ServiceAccount", "slipway-deployer"), ("RoleBinding", "slipway-deployer"),
            ("ResourceQuota", "project-quota"), ("LimitRange", "project-limits"),
            ("NetworkPolicy", "project-isolation"), ("Secret", "OWNER-ghcr-auth"), ("Secret", "PROJECT-git-auth"),
            ("GitRepository", "PROJECT-repo"), ("Kustomization", "PROJECT-\(environment)"),
        ]
        return ["- Namespace `\(namespace)` · `kubectl get namespace \(namespace)`"]
            + inside.map { kind, name in
                "- \(kind) `\(name)` · `kubectl get -n \(namespace) \(kind.lowercased()) \(name)`"
            }
    }
}
