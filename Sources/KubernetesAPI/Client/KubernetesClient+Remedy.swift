extension KubernetesClient {
    /// Sends a request and reads the whole answer. A request about a Secret that is refused for want of the right is sent
    /// again after the right was given, where there is a remedy.
    ///
    /// - Throws: ``KubernetesError`` if the status is not 2xx.
    func send(_ request: Request) async throws -> Answer {
        do {
            return try await sendOnce(request)
        } catch let refusal as KubernetesError where refusal.isWantOfRightToSecrets {
            guard let remedy, let namespace = request.call.namespace else { throw refusal }
            return try await send(request, with: remedy, in: namespace, after: refusal)
        }
    }

    private func send(
        _ request: Request, with remedy: AccessRemedy, in namespace: NamespaceName, after refusal: KubernetesError
    ) async throws -> Answer {
        let hint = remedy.hint(namespace)
        let isGiven: Bool
        do {
            isGiven = try await remedy.give(self, namespace)
        } catch let error as KubernetesError where error.isWantOfRole {
            throw refusal.hinting(hint, because: error.message)
        }
        guard isGiven else { throw refusal }
        var last = refusal
        for pause in remedy.pauses {
            try await clock.sleep(for: pause)
            do {
                return try await sendOnce(request)
            } catch let error as KubernetesError where error.isWantOfRightToSecrets {
                last = error
            }
        }
        throw last.hinting(hint)
    }
}

extension KubernetesError {
    /// Whether the authorizer refused something about a Secret, and not a quota or an admission rule. All authorizers are
    /// told in these words (kube-apiserver, `responsewriters.forbiddenMessage`).
    var isWantOfRightToSecrets: Bool {
        code == .forbidden && call.resource == Secret.resource.description
            && message.contains(#" resource "\#(Secret.resource.plural)" in API group "" "#)
    }

    /// A binding that was refused, or the role is not there that it should give. Not: the namespace is not there.
    public var isWantOfRole: Bool {
        code == .forbidden || (code == .notFound && !message.hasPrefix("namespaces "))
    }

    /// The same, with what to do about it.
    /// - Parameter reason: what came of giving the right.
    public func hinting(_ hint: String, because reason: String? = nil) -> KubernetesError {
        KubernetesError(
            code: code, call: call, status: status, reason: self.reason,
            message: reason.map { "\(message); the right could not be bound: \($0)" } ?? message, causes: causes,
            hint: hint)
    }
}
