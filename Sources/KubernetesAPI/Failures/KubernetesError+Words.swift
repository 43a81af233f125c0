extension KubernetesError: CustomStringConvertible {
    public var description: String { "\(whatHappened) \(whatToDo)" }

    /// One sentence: what was attempted, and what came of it.
    public var whatHappened: String {
        switch code {
        case .resourceTypeMissing: "The cluster does not know the type \(call.resource), so it could not \(call)."
        case .unauthorized: "The cluster refused the credential when asked to \(call)."
        case .transport, .proxy: "The cluster could not be reached to \(call): \(message)."
        case .timeout: "The cluster did not answer in time when asked to \(call): \(message)."
        case .unreadable: "The cluster's answer could not be read after asking it to \(call): \(message)."
        case .credential: "There is no credential to \(call): \(message)."
        default: "The cluster refused to \(call): \(statusText)\(message)."
        }
    }

    /// One sentence: what a person, or the program, should do next.
    public var whatToDo: String { hint ?? usualRemedy }

    private var usualRemedy: String {
        switch code {
        case .notFound: "Create the missing object or namespace first."
        case .resourceTypeMissing: "Install what defines the type (for Flux: flux install), then try again."
        case .forbidden: "Give this user the right with a Role or ClusterRole, or mend what the message names."
        case .unauthorized:
            "Check the token or certificate in the kubeconfig, or that the service account still exists."
        case .conflict: "Apply again, forced if the field should belong to this program."
        case .invalid: "Correct what the message names; sending it again will not help."
        case .quotaExceeded: "Raise the namespace's ResourceQuota or remove something that uses it up."
        case .namespaceTerminating: "Wait until the namespace is gone, then it can be created again."
        case .alreadyExists: "Use the object that exists, or another name."
        case .gone: "List again and continue from there."
        case .typedPatch:
            "The body does not match the type in this cluster: check the versions of Kubernetes and of its CRDs."
        case .tooManyRequests, .server, .timeout:
            outcomeUnknown
                ? "It may have happened all the same: read back, then try again." : "Try again a little later."
        case .transport, .unreadable:
            outcomeUnknown
                ? "It may have happened all the same: check the address and the network, read back, then try again."
                : "Check the server's address, its certificate and the network, then try again."
        case .proxy:
            "Check the address, user name and password of the proxy (proxy, HTTPS_PROXY, or proxy-url in the kubeconfig), or list "
                + "the cluster's host in noProxy."
        case .credential: "Check the user's entry in the kubeconfig, then try again."
        }
    }

    private var statusText: String { status.map { "\($0) " } ?? "" }
}
