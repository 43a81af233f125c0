import KubernetesAPI
import Storage

extension Reachability.Failure {
    /// The failure for a person.
    /// - Parameters:
    ///   - host: the name in the address.
    ///   - namespace: of the environment.
    func trouble(_ host: String, in namespace: NamespaceName) -> Trouble {
        Trouble(
            what: "it runs, but \(short).", why: why(host), whatToDo: whatToDo(host, namespace),
            summary: "ready, but \(short)")
    }

    private var short: String {
        switch self {
        case .noName: "its address has no DNS record"
        case .nameServer: "its address cannot be looked up"
        case .refused: "its address refuses connections"
        case .silent, .unroutable: "nothing answers at its address"
        case .untrustedCertificate, .otherCertificate: "its TLS certificate is not valid"
        case .tls: "its address does not speak TLS properly"
        case .noAnswer: "its address does not answer requests"
        case .status(let status): "its address answers \(status)"
        case .proxy: "its address cannot be reached from Slipway"
        }
    }

    private func why(_ host: String) -> String {
        switch self {
        case .noName: "The name `\(host)` leads nowhere."
        case .nameServer: "No name server told where `\(host)` leads."
        case .refused(let place): "`\(host)` leads to `\(place)`, and nothing listens there."
        case .silent(let place): "`\(host)` leads to `\(place)`, and no connection came about within 5 seconds."
        case .unroutable(let place): "`\(host)` leads to `\(place)`, and there is no route to it."
        case .untrustedCertificate:
            "The certificate of `\(host)` is not from an authority that is trusted, or it has expired."
        case .otherCertificate: "The certificate at `\(host)` is for other names."
        case .tls: "The TLS handshake with `\(host)` failed."
        case .noAnswer: "`\(host)` took the connection and did not answer the request within 5 seconds."
        case .status(404):
            "Either the ingress controller has no rule for `\(host)`, or the application has nothing at `/`."
        case .status(502...504): "The ingress controller knows `\(host)` and does not reach the pods."
        case .status: "The application answers `/` with an error of its own."
        case .proxy(let words): words.prefix(1).uppercased() + words.dropFirst() + "."
        }
    }

    private func whatToDo(_ host: String, _ namespace: NamespaceName) -> String {
        switch self {
        case .noName:
            "make a DNS record for `\(host)`, or for `*` in its domain, that leads to the address of the ingress controller "
                + "(`kubectl get ingress -n \(namespace)`)."
        case .nameServer: "check the name servers of the domain, and those that Slipway uses."
        case .refused:
            "check that the DNS record leads to the ingress controller (`kubectl get ingress -n \(namespace)`) and that it "
                + "listens on this port there, not only on a node port."
        case .silent, .unroutable:
            "open the port in the firewall or security group of the load balancer or the nodes, and check that the DNS "
                + "record leads to the ingress controller (`kubectl get ingress -n \(namespace)`)."
        case .untrustedCertificate, .otherCertificate, .tls:
            "look at `kubectl get certificate,certificaterequest,challenge -n \(namespace)`: cert-manager says there what "
                + "it waits for."
        case .noAnswer: "look at the log of the ingress controller, and at `kubectl logs -n \(namespace)` of the pods."
        case .status(404):
            "compare `kubectl get ingress -n \(namespace)` with the address and with the class of the ingress controller; "
                + "nothing, if the application has no page at `/`."
        case .status(502...504):
            "check that the Service's selector and port are those of the pods: "
                + "`kubectl get endpointslices -n \(namespace)`."
        case .status: "look at `kubectl logs -n \(namespace)` of the pods."
        case .proxy: "check `proxy`, or list the domain in `noProxy`."
        }
    }
}
