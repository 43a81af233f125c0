import Foundation
import Testing

@testable import Service

@Suite("Doctor: what is wrong is found, and nothing else", .serialized)
struct DoctorTests {
    /// Which lines complain; webhooks go nowhere here, so deliveries always do.
    static let complaints: [(Ailment, [String])] = [
        (.none, []), (.noFlux, ["cluster/Flux types"]),
        (.fluxOff, ["cluster/source-controller", "cluster/kustomize-controller"]),
        (.fluxUnready, ["cluster/source-controller", "cluster/kustomize-controller"]),
        (.fluxGone, ["cluster/source-controller", "cluster/kustomize-controller"]),
        (.fluxOpen, ["cluster/Flux lockdown"]), (.fluxFlagged, []),
        (.noRights, ["cluster/rights"]), (.clusterAway, ["cluster/reachable"]),
        (.clusterToken, ["cluster/credential"]), (.noKubeconfig, ["cluster/reachable"]),
        (.noPlugin, ["cluster/reachable"]), (.noCredential, ["cluster/credential"]),
        (.noCertManager, ["cluster/cert-manager"]), (.issuerUnknown, ["cluster/cert-manager"]),
        (.ingressUnknown, ["cluster/ingress class"]),
        (.noClasses, ["cluster/ingress class", "cluster/storage class"]),
        (.wrongKey, ["GitHub/credential"]), (.unknownApp, ["GitHub/credential"]),
        (.permissionsUnasked, ["GitHub/permissions"]), (.permissionsUnaccepted, ["GitHub/permissions"]),
        (.eventMissing, ["GitHub/events"]), (.hookMissing, ["GitHub/webhook address"]),
        (.hookSecretMissing, ["webhook secret/at GitHub"]), (.clock, ["GitHub/clock", "clock/cluster"]),
        (.tokenFineGrained, []), (.tokenClassic, []), (.tokenExpiring, ["GitHub/credential"]),
        (.tokenRevoked, ["GitHub/credential"]), (.registryRefuses, ["registry/credential"]),
        (.registryAway, ["registry/credential"]), (.registryScope, ["registry/credential"]),
        (.registryFineGrained, ["registry/credential"]), (.registryPublic, []), (.databaseSound, []),
        (.databaseEmpty, []), (.databaseDamaged, ["database/integrity"]),
        (.databaseOfOtherVersion, ["database/integrity"]), (.databaseFromTheFuture, ["clock/records"]),
    ]

    @Test(arguments: complaints)
    func onlyWhatIsWrongIsTold(_ ailment: Ailment, _ lines: [String]) async throws {
        let found = try await ailment.report().complaints.filter { $0 != "GitHub/deliveries" && $0 != "database/space" }
        #expect(found == lines)
    }

    @Test func theOrderIsAlwaysTheSame() async throws {
        let well = try await Ailment.none.report()
        let away = try await Ailment.clusterAway.report()
        let names = well.checks.map { "\($0.area.rawValue)/\($0.title)" }
        #expect(away.checks.map { "\($0.area.rawValue)/\($0.title)" } == names)
        #expect(names.count == 29)
        #expect(names.first == "configuration/settings")
        #expect(names.last == "clock/records")
    }

    @Test func aClusterWithoutFlux() async throws {
        let report = try await Ailment.noFlux.report()
        #expect(
            report[.cluster, "Flux types"]
                == "✗ The cluster does not know GitRepository and Kustomization: Flux is not installed."
                + " | flux install --components=source-controller,kustomize-controller")
        #expect(report[.cluster, "source-controller"] == "– Not checked: Flux is not installed.")
        #expect(report[.cluster, "rights"].hasPrefix("✓ kubernetes-admin may do all of the "))
    }

    @Test func aClusterWithoutRights() async throws {
        let report = try await Ailment.noRights.report()
        #expect(report[.cluster, "credential"] == "✓ The cluster knows Slipway as system:serviceaccount:ops:bot.")
        #expect(report[.cluster, "Flux types"] == "✓ GitRepository v1, Kustomization v1.")
        #expect(
            report[.cluster, "rights"] == """
                ✗ system:serviceaccount:ops:bot may do none of the 61 things that Slipway does; missing: get, list, watch, \
                create, patch, delete: namespaces, gitrepositories.source.toolkit.fluxcd.io, \
                kustomizations.kustomize.toolkit.fluxcd.io; get, list, watch, create, patch: serviceaccounts, \
                resourcequotas, limitranges, networkpolicies.networking.k8s.io, \
                rolebindings.rbac.authorization.k8s.io; bind: clusterroles.rbac.authorization.k8s.io/edit, \
                clusterroles.rbac.authorization.k8s.io/slipway-project; list, watch: deployments.apps, pods; list, watch, create, patch: events; list: replicasets.apps, ingressclasses.networking.k8s.io, \
                statefulsets.apps, daemonsets.apps, jobs.batch, persistentvolumeclaims, ingresses.networking.k8s.io, \
                certificates.cert-manager.io. | kubectl apply -f Deploy/rbac.yaml
                kubectl create clusterrolebinding slipway-bot --clusterrole=slipway --serviceaccount=ops:bot
                """)
        #expect(
            report[.cluster, "ingress class"].hasPrefix("– Not checked: the cluster does not let Slipway list ingress"))
    }

    @Test func aClusterThatIsAway() async throws {
        let report = try await Ailment.clusterAway.report()
        #expect(
            report[.cluster, "reachable"].hasPrefix(
                "✗ The cluster could not be reached to get /readyz: connection refused. | kubectl --kubeconfig /"))
        let others = report.checks.filter { $0.area == .cluster && $0.title != "reachable" }
        #expect(Set(others.map(\.finding.line)) == ["– Not checked: the cluster does not answer."])
        #expect(report[.clock, "cluster"] == "– Not checked: the cluster does not answer.")
    }

    /// A credential for another GitHub must not be shown to api.github.com.
    @Test func anAddressThatIsNoneIsNotReplacedByTheUsualOne() async throws {
        let report = try await Ailment.wrongAddress.report()
        #expect(report[.github, "reachable"].hasPrefix("✗ github.api is no usable address."))
        #expect(report[.github, "credential"] == "– Not checked: GitHub does not answer.")
    }

    @Test func thePasswordOfARegistryIsForThatOneOnly() async throws {
        let report = try await Patient.with { try await $0.examine(["registry.host": " "]) }
        #expect(report[.registry, "credential"] == "– Not checked: the configuration has no usable registry.")
    }

    @Test func everyEntryOfRegistriesHasALineOfItsOwn() async throws {
        let report = try await Ailment.registryOfOwner.report()
        #expect(report[.registry, "credential of acme/*"] == "✓ ghcr.io takes the credential of acme-bot.")
        #expect(
            report[.registry, "credential of globex/*"]
                == "✗ The registry ghcr.io refuses the credential. | Set registries[1].passwordFile to a classic token with "
                + "read:packages.")
        #expect(report.checks.filter { $0.area == .registry }.map(\.title).last == "credential")
    }

    @Test func gitHubThatIsAway() async throws {
        let report = try await Ailment.githubAway.report()
        #expect(
            report[.github, "reachable"].hasPrefix("✗ GitHub could not be reached for GET /rate_limit: no connection"))
        #expect(report[.webhookSecret, "at GitHub"] == "– Not checked: GitHub does not answer.")
        #expect(report[.cluster, "rights"].hasPrefix("✓"))
    }

    /// Nobody waits for what hangs, and the rest is looked at.
    @Test func gitHubAndAClusterThatHang() async throws {
        let report = try await Ailment.bothHang.report()
        #expect(report[.github, "reachable"].hasPrefix("✗ GitHub did not answer GET /rate_limit in time. | curl "))
        #expect(
            report[.cluster, "reachable"].hasPrefix(
                "✗ The cluster did not answer in time when asked to get /readyz: "))
        #expect(report[.database, "integrity"].hasPrefix("✓"))
    }

    @Test func whatTheAppLacks() async throws {
        let report = try await Ailment.permissionsUnasked.report()
        #expect(
            report[.github, "permissions"].hasPrefix(
                "✗ The App does not ask for Contents: read and write, Commit statuses: read and write, "
                    + "Workflows: read and write. | "))
        #expect(
            try await Ailment.permissionsUnaccepted.report()[.github, "permissions"].hasPrefix(
                "✗ Not accepted yet by acme: Contents: read and write,"))
        #expect(
            try await Ailment.eventMissing.report()[.github, "events"].hasPrefix(
                "✗ The App's webhook is not subscribed to repository, workflow_run. | "))
    }

    /// Nobody reads a report that holds the keys to everything.
    @Test(arguments: [Ailment.none, .wrongKey, .tokenFineGrained, .tokenRevoked, .registryRefuses, .clusterToken])
    func noSecretIsTold(_ ailment: Ailment) async throws {
        let text = try await ailment.report().checks.map(\.finding.line).joined(separator: "\n")
        for secret in ["ghp_", "ghs_", "github_pat_", "PRIVATE KEY", "not to be guessed", "simulated-admin-token"] {
            #expect(!text.contains(secret))
        }
    }

    @Test func jsonHasTheseKeysOnly() async throws {
        let report = DoctorReport(
            time: Date(timeIntervalSince1970: 0),
            checks: [Check(.github, "events", .failure("It is off.", "Turn it on.")), Check(.clock, "x", .ok("Well."))])
        #expect(
            String(decoding: try JSONEncoder.slipway.encode(report), as: UTF8.self) == """
                {
                  "checks" : [
                    {
                      "area" : "GitHub",
                      "check" : "events",
                      "remedy" : "Turn it on.",
                      "result" : "failure",
                      "sentence" : "It is off."
                    },
                    {
                      "area" : "clock",
                      "check" : "x",
                      "remedy" : null,
                      "result" : "ok",
                      "sentence" : "Well."
                    }
                  ],
                  "result" : "failure",
                  "time" : "1970-01-01T00:00:00Z"
                }
                """)
    }
}
