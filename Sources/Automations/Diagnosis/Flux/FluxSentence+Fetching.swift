extension FluxSentence {
    /// `nil` if it is not about fetching.
    func ofFetching(_ kind: Diagnosis.Kind) -> Text? {
        switch kind {
        case .gitLoginMissing: loginMissing
        case .gitLoginRefused: loginRefused
        case .repositoryGone: repositoryGone
        case .branchMissing: branchMissing
        case .gitProxyFailing: proxyFailing
        case .gitHostUnknown: hostUnknown
        case .gitHostUntrusted: hostUntrusted
        case .gitHostUnreachable: hostUnreachable
        case .sourceFailed: fetchFailed
        default: nil
        }
    }

    private var loginMissing: Text {
        Text(
            sentence: "Flux has no login for the repository.",
            cause: "Flux reports: \(words).",
            remedy:
                "wait: Slipway puts the Secret `\(secret)` back by itself, but not while the project is paused "
                + "(`slipway project resume`); Flux then goes on.")
    }

    private var loginRefused: Text {
        Text(
            sentence: "`\(host)` refuses Flux's login.",
            cause: "Fetching `\(url)` failed: \(ofRemote). A repository that does not exist gets the same answer.",
            remedy: "check that Slipway's GitHub App is installed on the repository, or that its token may read it; "
                + "Slipway then gives Flux a new login by itself. For a mirror (`sourceURL`) check `sourceUsername` "
                + "and `sourcePassword` instead.")
    }

    private var repositoryGone: Text {
        Text(
            sentence: "the repository is gone.",
            cause: "`\(url)` does not exist, or Flux's login may not see it.",
            remedy: "restore it on GitHub, or check that Slipway's GitHub App is installed on it; a mirror "
                + "(`sourceURL`) must hold it under that name. Flux keeps trying.")
    }

    private var branchMissing: Text {
        let branch = branch.map { "the branch `\($0)`" } ?? "the branch"
        return Text(
            sentence: "\(branch) does not exist.",
            cause: "Flux follows \(branch) of `\(url)`, which has none of that name.",
            remedy: "push \(branch); Flux keeps trying.")
    }

    /// The proxy of its `proxySecretRef`, or the one that the source-controller was given.
    private var proxyFailing: Text {
        Text(
            sentence: "Flux cannot use its proxy.",
            cause: "Fetching `\(url)` failed: \(ofRemote).",
            remedy:
                "mend `fluxProxy` or `proxy` in Slipway's configuration (or the source-controller's own "
                + "`HTTPS_PROXY`): the cluster must reach that address, and its user name and password must be right; "
                + "restart Slipway, and Flux gets the new one.")
    }

    private var hostUnknown: Text {
        Text(
            sentence: "the cluster does not know the name `\(host)`.",
            cause: "Fetching `\(url)` failed: \(ofRemote).",
            remedy: "look at the cluster's DNS (`kubectl logs -n kube-system -l k8s-app=kube-dns`); where names of "
                + "the Internet are not known, give Flux a proxy: \(proxy)",
            summary: "DNS in the cluster does not know \(host)")
    }

    private var hostUntrusted: Text {
        Text(
            sentence: "Flux does not trust the certificate of `\(host)`.",
            cause: "Fetching `\(url)` failed: \(ofRemote).",
            remedy: "a proxy that opens connections, or a GitHub server with its own authority, needs that "
                + "authority's certificate in Flux's source-controller (`SSL_CERT_DIR` and a mounted ConfigMap).",
            summary: "certificate of \(host) not trusted")
    }

    private var hostUnreachable: Text {
        Text(
            sentence: "Flux cannot reach `\(host)`.",
            cause: "From inside the cluster, fetching `\(url)` failed: \(ofRemote).",
            remedy:
                "let the nodes connect to `\(host)` on port 443 (firewall, security group); where that cannot be, "
                + "give Flux a proxy: \(proxy)")
    }

    private var proxy: String {
        "set `fluxProxy: http://<proxy>:<port>` in Slipway's configuration and restart it."
    }

    private var fetchFailed: Text {
        Text(
            sentence: "Flux cannot fetch the repository.", cause: "Flux reports: \(words).",
            remedy: "look at `\(describe)` and mend what it names; Flux keeps trying.",
            summary: "Flux cannot fetch the repository: \(failure.reason)")
    }

    /// What came back, without the address that stands before it.
    private var ofRemote: String {
        let quoted = "'\(url)': "
        return ClusterWords.line(ClusterWords.after("\(url).git': ", in: ClusterWords.after(quoted, in: words)))
    }
}
