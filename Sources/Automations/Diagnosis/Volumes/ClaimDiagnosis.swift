import KubernetesAPI

/// Volume claims that are not bound although a pod waits for them. The Events are those of
/// `persistentvolume-controller`
/// and of the provisioners.
struct ClaimDiagnosis {
    let claims: [PersistentVolumeClaim]
    /// That are not ready.
    let pods: [Pod]
    let events: WorkloadObservation

    var all: [Diagnosis] {
        let wanted = Set(pods.flatMap { ($0.spec.volumes ?? []).compactMap { $0.persistentVolumeClaim?.claimName } })
        return claims.filter { $0.status?.phase != "Bound" && wanted.contains($0.metadata.name.text) }.map(diagnosis)
    }

    private func diagnosis(of claim: PersistentVolumeClaim) -> Diagnosis {
        if claim.status?.phase == "Lost" { return lost(claim) }
        let said = events.events(about: claim.metadata.uid).last { $0.message != nil }
        let message = said?.message ?? ""
        if message.contains("storageclass.storage.k8s.io"), message.contains("not found") { return classMissing(claim) }
        if message.contains("no storage class is set") { return classUnset(claim) }
        return pending(claim, message)
    }

    private func subject(_ claim: PersistentVolumeClaim) -> String { "PersistentVolumeClaim/\(claim.metadata.name)" }

    private func classMissing(_ claim: PersistentVolumeClaim) -> Diagnosis {
        let name = claim.spec?.storageClassName ?? ""
        return Diagnosis(
            .storageClassMissing, subject(claim), "the StorageClass `\(name)` does not exist.",
            because: "The volume claim `\(claim.metadata.name)` asks for it, and its pods wait.",
            remedy:
                "name a class that exists (`kubectl get storageclass`) and push; the claim has to be deleted first, "
                + "its class cannot be changed.")
    }

    private func classUnset(_ claim: PersistentVolumeClaim) -> Diagnosis {
        Diagnosis(
            .storageClassMissing, subject(claim), "the cluster has no default StorageClass.",
            because: "The volume claim `\(claim.metadata.name)` names none, and its pods wait.",
            remedy:
                "set `storageClassName` in the manifests (`kubectl get storageclass` shows which there are) and "
                + "push, or have one made the default.")
    }

    private func pending(_ claim: PersistentVolumeClaim, _ message: String) -> Diagnosis {
        let why =
            message.isEmpty ? "The cluster gives no reason." : "The cluster reports: \(ClusterWords.line(message))."
        return Diagnosis(
            .claimPending, subject(claim), outlook: .passing, "the volume `\(claim.metadata.name)` is not there yet.",
            because: "Its claim is \(claim.status?.phase ?? "Pending"), and its pods wait. \(why)",
            remedy: "look at `kubectl describe -n \(claim.metadata.namespace) pvc \(claim.metadata.name)` and have "
                + "the storage looked at.")
    }

    private func lost(_ claim: PersistentVolumeClaim) -> Diagnosis {
        Diagnosis(
            .claimPending, subject(claim), "the volume `\(claim.metadata.name)` is lost.",
            because: "The PersistentVolume behind its claim was deleted.",
            remedy: "restore the data from a backup into a new claim; delete this one first.")
    }
}
