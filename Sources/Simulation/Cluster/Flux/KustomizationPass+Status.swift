/// What kustomize-controller writes into the status.
extension KustomizationPass {
    func progress(_ message: String) async {
        let time = context.timestamp
        let generation = kustomization.generation
        await change {
            $0.setCondition(
                "Reconciling", "True", reason: "Progressing", message: message, time: time, generation: generation)
            $0.setCondition(
                "Ready", "Unknown", reason: "Progressing", message: "Reconciliation in progress", time: time,
                generation: generation)
        }
    }

    func succeeded(_ revision: String, inventory: [JSONValue]) async {
        let time = context.timestamp
        let seen = kustomization
        let checksHealth = kustomization["spec", "wait"] == true
        await change {
            $0["status", "inventory"] = ["entries": .array(inventory)]
            $0["status", "lastAppliedRevision"] = .string(revision)
            $0["status", "lastAttemptedRevision"] = .string(revision)
            $0["status", "observedGeneration"] = .int(seen.generation)
            $0.setHandled(seen)
            $0.removeCondition("Reconciling")
            if checksHealth {
                $0.setCondition(
                    "Healthy", "True", reason: "Succeeded", message: "Health check passed", time: time,
                    generation: seen.generation)
            }
            $0.setCondition(
                "Ready", "True", reason: "ReconciliationSucceeded", message: "Applied revision: \(revision)",
                time: time,
                generation: seen.generation)
        }
    }

    func failed(_ failure: Failure, attempted: String?) async {
        let time = context.timestamp
        let seen = kustomization
        await change {
            if let attempted { $0["status", "lastAttemptedRevision"] = .string(attempted) }
            $0["status", "observedGeneration"] = .int(seen.generation)
            $0.setHandled(seen)
            $0.setCondition(
                "Reconciling", "True", reason: "ProgressingWithRetry", message: failure.message, time: time,
                generation: seen.generation)
            if failure.reason == "HealthCheckFailed" {
                $0.setCondition(
                    "Healthy", "False", reason: failure.reason, message: failure.message, time: time,
                    generation: seen.generation)
            }
            $0.setCondition(
                "Ready", "False", reason: failure.reason, message: failure.message, time: time,
                generation: seen.generation)
        }
    }

    /// Suspended: the request is noted and nothing else happens.
    func skip() async {
        let seen = kustomization
        await change {
            $0.setHandled(seen)
            $0["status", "observedGeneration"] = .int(seen.generation)
        }
    }

    /// Being deleted: what was applied goes too, where `prune` says so.
    func finalize() async {
        if kustomization["spec", "prune"] == true {
            await KustomizationApply(context: context, kustomization: kustomization).prune(keeping: [])
        }
        await change(status: false) { $0.removeFinalizer(Flux.finalizer) }
    }
}
