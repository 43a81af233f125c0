import Automations
import KubernetesAPI

/// Whether the cluster answers, lets Slipway do its work, and has what projects need.
struct ClusterExamination: Examination {
    let facts: ClusterFacts

    var area: Check.Area { .cluster }

    var probes: [Probe] {
        let (types, controllers) = (Probe("Flux types") { try await fluxTypes() }, FluxController.allCases)
        return [
            Probe("reachable") { try await reachable() }, Probe("credential") { try await credential() },
            Probe("version") { try await version() }, types,
        ] + controllers.map { controller in Probe(controller.rawValue) { try await found(controller) } } + [
            Probe("Flux lockdown") { try await fluxLockdown() }, Probe("rights") { try await rights() },
            Probe("ingress class") { try await ingressClass() },
            Probe("cert-manager") { try await certManager() }, Probe("storage class") { try await storageClass() },
        ]
    }

    private func reachable() async throws -> Finding {
        do {
            try await facts.reached.value
            return .ok("The API server answers and is ready.")
        } catch let error as KubernetesError {
            return .failure(
                error.whatHappened,
                "\(facts.kubectl) get --raw /readyz   (then mend what it says: \(Self.usual(error)))")
        }
    }

    private static func usual(_ error: KubernetesError) -> String {
        switch error.code {
        case .credential: "the user's entry in the kubeconfig"
        case .transport, .timeout: "the server's address, DNS, firewall, proxy-url, certificate"
        default: "the API server"
        }
    }

    private func credential() async throws -> Finding {
        let client = try await facts.connected()
        do {
            return .ok("The cluster knows Slipway as \(try await client.whoAmI().username).")
        } catch let error as KubernetesError where error.code == .unauthorized {
            return .failure(
                "The cluster does not accept the credential (401).",
                "\(facts.kubectl) auth whoami   (renew the token or certificate of the kubeconfig's user)")
        } catch let error as KubernetesError where error.code == .resourceTypeMissing {
            return .ok("Accepted; Kubernetes before 1.28 does not say as whom.")
        } catch let error as KubernetesError where error.code == .forbidden {
            return .failure(
                "The cluster does not know who Slipway is: the kubeconfig's user has no credential.",
                "\(facts.kubectl) config set-credentials NAME --token=TOKEN")
        }
    }

    private func version() async throws -> Finding {
        _ = try await facts.signedIn()
        return ClusterVersion(try await facts.version.value).finding
    }

    private func fluxTypes() async throws -> Finding {
        _ = try await facts.signedIn()
        return try await facts.fluxTypes.value.finding
    }

    private func found(_ controller: FluxController) async throws -> Finding {
        _ = try await facts.signedIn()
        guard try await facts.fluxTypes.value.areInstalled else { throw Unchecked("Flux is not installed.") }
        return controller.finding(among: try await facts.fluxControllers.value)
    }

    private func fluxLockdown() async throws -> Finding {
        _ = try await facts.signedIn()
        guard try await facts.fluxTypes.value.areInstalled else { throw Unchecked("Flux is not installed.") }
        let policy = try await facts.projectsPolicy.value
        return FluxLockdown(policy: policy, controllers: try await facts.fluxControllers.value).finding
    }

    private func rights() async throws -> Finding {
        let client = try await facts.signedIn()
        let allows: @Sendable (ClusterRight) async throws -> Bool = {
            try await client.mayI($0.verb, $0.resource, name: $0.name).allowed
        }
        let missing = try await ClusterRight.missing(allows)
        let user = try? await client.whoAmI().username
        let finding = ClusterRight.finding(missing: missing, user: user)
        guard missing.isEmpty else { return finding }
        return try await projectRole(client, allows) ?? finding
    }

    /// Who may touch Secrets everywhere, an administrator, needs no role for that; who may not look at it is not told of it.
    private func projectRole(
        _ client: KubernetesClient, _ allows: @escaping @Sendable (ClusterRight) async throws -> Bool
    ) async throws -> Finding? {
        let missing = try await ClusterRight.missing(of: ClusterRight.inProjects, allows)
        guard !missing.isEmpty else { return nil }
        do {
            let role = try await client.get(ClusterRole.self, ProjectNames.ownRole)
            return ClusterRight.finding(projectRole: role, missing: missing)
        } catch let error as KubernetesError where error.code == .forbidden {
            return nil
        }
    }

    private func ingressClass() async throws -> Finding {
        let client = try await facts.signedIn()
        let classes: ObjectList<IngressClass> = try await client.list()
        return facts.draft.settings.ingressClass.finding(among: classes.items, domain: facts.draft.settings.domain)
    }

    private func certManager() async throws -> Finding {
        let client = try await facts.signedIn()
        guard let wanted = facts.draft.settings.clusterIssuer else {
            return .ok("Not needed: cluster.clusterIssuer is not set.")
        }
        guard try await client.serves(ClusterIssuer.resource) else { return .noCertManager(wanted: wanted) }
        let issuer: ClusterIssuer? = try await client.get(ClusterIssuer.self, ObjectName(wanted))
        return .clusterIssuer(issuer, named: wanted)
    }

    private func storageClass() async throws -> Finding {
        let client = try await facts.signedIn()
        let classes: ObjectList<StorageClass> = try await client.list()
        return .storageClasses(classes.items)
    }
}
