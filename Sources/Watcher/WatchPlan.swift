import Model

/// Everything that is to be watched, from the settings, the custom resource definitions that are there, and what consumers asked for.
/// Pure.
enum WatchPlan {
    /// Ours, by name; the whole collection may be large and is none of our business.
    static let definitions: [ResourceType] = [.postgresqls, .operatorConfigurations, .postgresTeams]

    static func definitionName(_ type: ResourceType) -> String { type.resourceAndGroup }

    /// What must be known before the rest can be decided.
    static func base(_ environment: WatcherEnvironment, isServed: (ResourceType) -> Bool) -> [WatchTarget] {
        var targets = definitions.map {
            WatchTarget(.customResourceDefinitions, name: definitionName($0), isOptional: true)
        }
        if let target = configuration(environment), target.type == .configMaps || isServed(target.type) { targets.append(target) }
        return targets
    }

    static func configuration(_ environment: WatcherEnvironment) -> WatchTarget? {
        environment.configuration.map { WatchTarget($0.type, namespace: $0.key.namespace, name: $0.key.name) }
    }

    static func rest(_ settings: WatchSettings, isServed: (ResourceType) -> Bool) -> [WatchTarget] {
        [WatchTarget(.nodes, isOptional: true)] + settings.namespaces.flatMap { namespaced($0, settings, isServed: isServed) }
    }

    private static func namespaced(_ namespace: String, _ settings: WatchSettings, isServed: (ResourceType) -> Bool) -> [WatchTarget] {
        let own = settings.selector()
        let pooler = settings.selector(otherApplications: [WatchSettings.poolerApplication])
        let backup = settings.selector(otherApplications: [WatchSettings.backupApplication])
        var targets: [WatchTarget] = []
        if isServed(.postgresqls) { targets.append(WatchTarget(.postgresqls, namespace: namespace)) }
        if isServed(.postgresTeams) { targets.append(WatchTarget(.postgresTeams, namespace: namespace, isOptional: true)) }
        for type in [ResourceType.statefulSets, .endpoints, .configMaps, .podDisruptionBudgets, .persistentVolumeClaims, .pods] {
            targets.append(WatchTarget(type, namespace: namespace, labelSelector: own))
        }
        for type in [ResourceType.services, .secrets, .deployments] {
            targets.append(WatchTarget(type, namespace: namespace, labelSelector: pooler))
        }
        targets.append(WatchTarget(.cronJobs, namespace: namespace, labelSelector: backup))
        targets.append(WatchTarget(.serviceAccounts, namespace: namespace, name: settings.serviceAccount))
        targets.append(WatchTarget(.roleBindings, namespace: namespace, name: settings.roleBinding))
        return targets
    }

    static func interest(_ object: ObjectReference) -> WatchTarget {
        WatchTarget(object.type, namespace: object.key.namespace, name: object.key.name, isOptional: true)
    }
}
