@testable import Automations

extension Situation {
    private static func ingress(
        _ name: String = "web", className: String? = "nginx", in namespace: String = "project-x-staging",
        annotations: String = "{}", address: String = "[{ip: 203.0.113.10}]"
    ) -> String {
        """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: \(name), namespace: \(namespace), creationTimestamp: "2026-03-14T11:50:00Z", annotations: \
        \(annotations)}
        spec:
          ingressClassName: \(className ?? "null")
          rules: [{host: shop.apps.example.com, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: \
          web, port: {number: 80}}}}]}}]
          tls: [{hosts: [shop.apps.example.com], secretName: web-tls}]
        status: {loadBalancer: {ingress: \(address)}}
        ---

        """
    }

    private static func ingressClass(_ name: String, isDefault: Bool = false) -> String {
        """
        apiVersion: networking.k8s.io/v1
        kind: IngressClass
        metadata: {name: \(name), annotations: {ingressclass.kubernetes.io/is-default-class: "\(isDefault)"}}
        spec: {controller: \(name).io/ingress-controller}
        ---

        """
    }

    private static func certificate(_ conditions: String) -> String {
        ingress(className: "traefik") + ingressClass("traefik") + """
            apiVersion: cert-manager.io/v1
            kind: Certificate
            metadata: {name: web-tls}
            spec: {secretName: web-tls, dnsNames: [shop.apps.example.com], issuerRef: {name: letsencrypt, kind: \
            ClusterIssuer}}
            status: {conditions: \(conditions)}
            ---

            """
    }

    private static let unready =
        "{type: Ready, status: \"False\", reason: DoesNotExist, message: Issuing certificate as Secret does not exist}"
    private static let issuing = "[\(unready), {type: Issuing, status: \"True\", reason: DoesNotExist}]"

    private static func failed(_ order: String) -> String {
        let message =
            "The certificate request has failed to complete and will be retried: Failed to wait for order resource "
            + "\"web-tls-1-3410080450\" to become ready: \(order)"
        return "[\(unready), {type: Issuing, status: \"False\", reason: Failed, message: \(Fixture.quoted(message))}]"
    }

    static let routes: [Situation] = [
        Situation(
            title: "The Ingress is for nginx, the cluster has only Traefik",
            objects: ingress(address: "[]") + ingressClass("traefik", isDefault: true),
            kind: .ingressClassMissing, says: "the ingress class `nginx` does not exist.",
            because: "The Ingress `web` asks for it, and the cluster has `traefik`.",
            remedy: "set `ingressClassName: traefik` in the manifests and push (Slipway's `ingressClass` decides for "
                + "new repositories)."),
        Situation(
            title: "The Ingress names no class, and the cluster has no default",
            objects: ingress(className: nil, address: "[]") + ingressClass("nginx") + ingressClass("traefik"),
            kind: .ingressClassUnset, says: "no ingress controller takes the address.",
            because: "The Ingress `web` names no class, and the cluster has no default: the cluster has `nginx` and "
                + "`traefik`.",
            remedy: "set `ingressClassName: nginx` in the manifests and push."),
        Situation(
            title: "The cluster has no ingress controller",
            objects: ingress(address: "[]"),
            kind: .ingressClassMissing, says: "the ingress class `nginx` does not exist.",
            because: "The Ingress `web` asks for it, and there is no ingress class at all.",
            remedy: "have an ingress controller installed in the cluster."),
        Situation(
            title: "Two Ingresses have the same host",
            objects: ingress(className: "traefik") + ingress("shop", className: "traefik", in: "default")
                + ingressClass("traefik"),
            kind: .ingressHostShared, says: "the address `shop.apps.example.com` is used twice.",
            because: "The Ingress `default/shop` has it too; which of the two is served is not defined.",
            remedy: "choose another host in the manifests and push, or remove that Ingress."),
        Situation(
            title: "The ingress controller is down",
            objects: ingress(className: "traefik", address: "[]") + ingressClass("traefik"),
            kind: .ingressWithoutAddress, outlook: .passing, says: "the ingress controller has not taken the address.",
            because: "The Ingress `web` has no address after 10 min.",
            remedy: "look whether the ingress controller runs and has an external address (`kubectl get services "
                + "-A`)."),
        Situation(
            title: "A certificate is wanted, but cert-manager is not installed",
            objects: ingress(className: "traefik", annotations: "{cert-manager.io/cluster-issuer: letsencrypt}")
                + ingressClass("traefik"), isCertManagerInstalled: false,
            kind: .certManagerMissing, says: "nobody issues the TLS certificate.",
            because: "The Ingress `web` wants one from `letsencrypt`, and cert-manager is not installed.",
            remedy: "have cert-manager installed in the cluster, or unset `clusterIssuer` in Slipway's configuration "
                + "and take the annotation out of the manifests."),
        Situation(
            title: "The certificate's issuer does not exist",
            objects: certificate(issuing)
                + Fixture.event(
                    "IssuerNotFound",
                    "Referenced \"ClusterIssuer\" not found: clusterissuer.cert-manager.io \"letsencrypt\" not found",
                    about: "request-1", kind: "CertificateRequest", name: "web-tls-1", type: "Normal"),
            kind: .issuerMissing, says: "the ClusterIssuer `letsencrypt` does not exist.",
            because: "The certificate of `shop.apps.example.com` is to come from it.",
            remedy: "create it (`kubectl get clusterissuers` shows which there are), or name another as "
                + "`clusterIssuer` in Slipway's configuration and in the manifests."),
        Situation(
            title: "The certificate authority could not check the host",
            objects: certificate(failed("order is in \"invalid\" state: 403 urn:ietf:params:acme:error:unauthorized")),
            kind: .certificateFailed, outlook: .passing, says: "the TLS certificate was refused.",
            because: "The certificate of `shop.apps.example.com` was not issued: order is in \"invalid\" state: 403 "
                + "urn:ietf:params:acme:error:unauthorized.",
            remedy: "look at `kubectl describe -n project-x-staging challenges`: usually DNS does not lead to the "
                + "cluster, or port 80 is closed. cert-manager tries again after an hour."),
        Situation(
            title: "The certificate authority limits certificates for the domain",
            objects: certificate(
                failed(
                    "order is in \"errored\" state: Failed to create Order: 429 "
                        + "urn:ietf:params:acme:error:rateLimited: Error creating new order :: too many certificates "
                        + "already issued for \"example.com\". Retry after 2026-03-15T02:00:00Z")),
            kind: .certificateFailed, outlook: .passing, says: "the TLS certificate was refused.",
            because: "The certificate of `shop.apps.example.com` was not issued: order is in \"errored\" state: "
                + "Failed to create Order: 429 urn:ietf:params:acme:error:rateLimited: Error creating new order :: "
                + "too many certificates already issued for \"example.com\". Retry after 2026-03-15T02:00:00Z.",
            remedy: "wait until the time that it names, or use another domain; the authority limits certificates for "
                + "each domain."),
        Situation(
            title: "The certificate authority is not answered on port 80",
            objects: certificate(issuing)
                + Fixture.event(
                    "PresentError",
                    "Waiting for HTTP-01 challenge propagation: failed to perform self check GET request "
                        + "'http://shop.apps.example.com/.well-known/acme-challenge/Xq': dial tcp 203.0.113.10:80: "
                        + "connect: connection refused", about: "challenge-1", kind: "Challenge",
                    name: "web-tls-1-3410080450-1"),
            kind: .certificatePending, outlook: .passing, says: "the TLS certificate is not issued yet.",
            because: "The certificate of `shop.apps.example.com` is under way: Waiting for HTTP-01 challenge "
                + "propagation: failed to perform self check GET request "
                + "'http://shop.apps.example.com/.well-known/acme-challenge/Xq': dial tcp 203.0.113.10:80: connect: "
                + "connection refused.",
            remedy: "let DNS lead `shop.apps.example.com` to the ingress controller's address and open port 80; "
                + "`kubectl describe -n project-x-staging challenges` tells how far it is."),
    ]
}
