import KubernetesAPI
import Logging
import RunEngine
import Scaffolding
import Storage

extension SetUpProject {
    /// Renders the template. That it could be rendered is recorded, so that a failure ends the set-up with its reason.
    /// - Returns: the files, a pure function of template, project and ingress class: they are not kept in the journal.
    func renderTemplate(_ plan: SetUpPlan, _ context: RunContext) async throws -> [RenderedFile] {
        async let template = Result { try bench.templates.template(named: plan.template) }
        let ingressClass = try await ingressClass(context)
        let variables = plan.identity.templateVariables(settings, ingressClass: ingressClass)
        let loaded = await template
        let rendered = Result { try loaded.get().render(variables) }
        let (id, now) = (plan.id.value, context.now)
        try await context.record("render the template") { tx in
            let files = try rendered.get()
            try tx.initialisation.finish(.template, of: id, detail: Wording.count(files.count, "file"), at: now)
            try tx.initialisation.start(.environments, of: id, at: now)
            try tx.initialisation.finish(.environments, of: id, at: now)
            try tx.initialisation.start(.repository, of: id, at: now)
        }
        return try rendered.get()
    }

    /// The IngressClass that manifests name.
    private func ingressClass(_ context: RunContext) async throws -> String? {
        guard settings.domain != nil else { return nil }
        let chosen = try await context.step(
            "choose the ingress class", retry: .persistent, durability: .withTheNext
        ) { attempt in
            try await noting(.template, attempt, context) {
                ChosenClass(name: try await settings.ingressClass.resolve(readIngressClasses))
            }
        }
        if chosen.name == nil, settings.ingressClass == .auto {
            context.logger.warning("the cluster has no default IngressClass; manifests name none")
        }
        return chosen.name
    }

    private func readIngressClasses() async throws -> [IngressClass] {
        do {
            return try await bench.cluster.list(IngressClass.self).items
        } catch let error as KubernetesError where error.code == .forbidden {
            return []
        }
    }
}

private struct ChosenClass: Codable {
    var name: String?
}
