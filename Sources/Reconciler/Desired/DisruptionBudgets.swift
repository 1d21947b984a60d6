import Model

/// The two disruption budgets: one keeps the primary from being evicted, one keeps every pod while something critical goes on.
///
/// Both are there even where they are switched off; they then allow everything.
struct DisruptionBudgetsBuilder {
    let context: ClusterContext

    private var isActive: Bool { context.configuration.enablePodDisruptionBudget && context.spec.numberOfInstances > 0 }

    func build() -> [WantedObject] { [primary, critical] }

    private var primary: WantedObject {
        let format = context.configuration.pdbNameFormat
        let name = Template(format).filled(["cluster": context.name])
        let selectsPrimary = context.configuration.pdbMasterLabelSelector
        return budget(
            name, selector: selectsPrimary ? context.selector(.master) : context.selector, ("minAvailable", JSON(leastAvailable)))
    }

    private var leastAvailable: Int {
        guard isActive else { return 0 }
        let patroni = context.spec.patroni
        guard !context.configuration.pdbMasterLabelSelector, patroni.synchronousModeStrict else { return 1 }
        return patroni.synchronousNodeCount + 1
    }

    private var critical: WantedObject {
        budget(
            "postgres-\(context.name)-critical-op-pdb", selector: context.selector.merging(["critical-operation": "true"]) { $1 },
            ("maxUnavailable", isActive ? 0 : "100%"))
    }

    private func budget(_ name: String, selector: [String: String], _ bound: (String, JSON)) -> WantedObject {
        let spec = JSON.build([bound, ("selector", ["matchLabels": JSON(selector)] as JSON)])
        return context.object(.podDisruptionBudgets, context.metadata(name, labels: context.labels), [("spec", spec)])
    }
}
