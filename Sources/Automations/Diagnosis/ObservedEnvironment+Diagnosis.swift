import KubernetesAPI

extension ObservedEnvironment {
    /// The most important thing that is the matter; `nil` when nothing is.
    public var diagnosis: Diagnosis? { diagnoses.first }

    /// Everything that is the matter, the most important first.
    public var diagnoses: [Diagnosis] {
        let ofFlux = flux.map { FluxDiagnosis($0, namespace: namespace, now: now).all } ?? []
        return (ofFlux + workloadDiagnoses + podDiagnoses + routes).withoutEchoes.byImportance()
    }

    /// What is the matter with the way to the pods, the most important first.
    public var routeDiagnoses: [Diagnosis] { routes.byImportance() }

    private var routes: [Diagnosis] { IngressDiagnosis(self).all + CertificateDiagnosis(self).all }

    /// Claims are told by their own state; a pod that waits for one says less.
    private var podDiagnoses: [Diagnosis] {
        let pods = workloads.newPods.filter { !$0.pod.isReady && !$0.pod.isOver }
        let context = PodContext(image: image, events: workloads)
        let ofClaims = ClaimDiagnosis(claims: claims, pods: pods.map(\.pod), events: workloads).all
        let ofPods = pods.compactMap { PodDiagnosis($0.pod, of: $0.workload, context).diagnosis }
        return ofClaims + ofPods.filter { ofClaims.isEmpty || $0.kind != .claimPending }
    }
}

extension [Diagnosis] {
    /// A Deployment that is stuck says less than what its pods tell of; and what they tell of has had its time.
    fileprivate var withoutEchoes: [Diagnosis] {
        let stuck = Set(filter { $0.kind == .rolloutStuck }.map(\.subject))
        let explained = Set(filter { $0.kind != .rolloutStuck }.map(\.subject))
        return filter { $0.kind != .rolloutStuck || !explained.contains($0.subject) }.map { diagnosis in
            var diagnosis = diagnosis
            if stuck.contains(diagnosis.subject), diagnosis.outlook == .passing { diagnosis.outlook = .lasting }
            return diagnosis
        }
    }
}
