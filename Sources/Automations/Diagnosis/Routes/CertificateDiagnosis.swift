import KubernetesAPI

/// TLS certificates that cert-manager has not issued. Its conditions name the step, its Events on requests, orders and
/// challenges the cause (cert-manager, `pkg/controller/certificates` and `acmeorders`).
struct CertificateDiagnosis {
    let observed: ObservedEnvironment

    init(_ observed: ObservedEnvironment) {
        self.observed = observed
    }

    var all: [Diagnosis] {
        guard case .found(let certificates) = observed.certificates else { return [] }
        return certificates.filter { $0.status?.conditions?["Ready"]?.status != .yes }.map(diagnosis)
    }

    private func diagnosis(of certificate: Certificate) -> Diagnosis {
        issuerMissing(certificate) ?? failed(certificate) ?? pending(certificate)
    }

    private func subject(_ certificate: Certificate) -> String { "Certificate/\(certificate.metadata.name)" }

    private func hosts(_ certificate: Certificate) -> String {
        let names = certificate.spec?.dnsNames ?? []
        return names.isEmpty ? "`\(certificate.metadata.name)`" : Wording.list(names.map { "`\($0)`" })
    }

    /// `Referenced "ClusterIssuer" not found: clusterissuer.cert-manager.io "letsencrypt" not found`, on the request.
    private func issuerMissing(_ certificate: Certificate) -> Diagnosis? {
        guard let event = events(of: certificate).last(where: { $0.reason == "IssuerNotFound" }) else { return nil }
        let issuer = certificate.spec?.issuerRef
        let name = ClusterWords.quoted(after: ".cert-manager.io ", in: event.message ?? "") ?? issuer?.name ?? ""
        let kind = issuer?.kind ?? "Issuer"
        return Diagnosis(
            .issuerMissing, subject(certificate), "the \(kind) `\(name)` does not exist.",
            because: "The certificate of \(hosts(certificate)) is to come from it.",
            remedy:
                "create it (`kubectl get clusterissuers` shows which there are), or name another as `clusterIssuer` "
                + "in Slipway's configuration and in the manifests.")
    }

    private func failed(_ certificate: Certificate) -> Diagnosis? {
        guard let issuing = certificate.status?.conditions?["Issuing"], issuing.status == .no,
            issuing.reason == "Failed" || issuing.reason == "Denied"
        else { return nil }
        let message = ClusterWords.after(
            "to become ready: ", in: ClusterWords.after("will be retried: ", in: issuing.message ?? ""))
        let isLimited = message.contains("rateLimited")
        return Diagnosis(
            .certificateFailed, subject(certificate), outlook: .passing, "the TLS certificate was refused.",
            because: "The certificate of \(hosts(certificate)) was not issued: \(ClusterWords.line(message)).",
            remedy: isLimited
                ? "wait until the time that it names, or use another domain; the authority limits certificates for "
                    + "each domain."
                : "look at `kubectl describe -n \(observed.namespace) challenges`: usually DNS does not lead to the "
                    + "cluster, or port 80 is closed. cert-manager tries again after an hour.",
            summary: isLimited ? "the certificate authority limits \(hosts(certificate).unmarked)" : nil)
    }

    private func pending(_ certificate: Certificate) -> Diagnosis {
        let challenge = observed.workloads.events.last {
            ["Challenge", "Order"].contains($0.involvedObject.kind) && $0.message?.contains("self check") == true
        }
        let why = challenge?.message ?? certificate.status?.conditions?["Ready"]?.message
        return Diagnosis(
            .certificatePending, subject(certificate), outlook: .passing, "the TLS certificate is not issued yet.",
            because:
                "The certificate of \(hosts(certificate)) is under "
                + "way\(why.map { ": \(ClusterWords.line($0))" } ?? "").",
            remedy: "let DNS lead \(hosts(certificate)) to the ingress controller's address and open port 80; "
                + "`kubectl describe -n \(observed.namespace) challenges` tells how far it is.")
    }

    /// Events on its requests: `<certificate>-<number>`.
    private func events(of certificate: Certificate) -> [ClusterEvent] {
        observed.workloads.events.filter {
            $0.involvedObject.kind == "CertificateRequest"
                && $0.involvedObject.name?.hasPrefix("\(certificate.metadata.name)-") == true
        }
    }
}
