import IPC

/// The order in which missing roles are made, so that a role's groups and admins are there before it. Where they depend on each other in a
/// circle, the rest is granted afterwards.
struct RoleCreationOrder {
    private let roles: [WantedRole]
    /// Groups that a role was not made a member of at creation, by role.
    private(set) var deferred: [String: Set<String>] = [:]
    private(set) var deferredAdmins: [String: [String]] = [:]

    init(_ roles: [WantedRole]) { self.roles = roles }

    mutating func sorted() -> [WantedRole] {
        var open = Dictionary(roles.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        var waiting: [String: Set<String>] = [:]
        var dependants: [String: [String]] = [:]
        for role in open.values {
            let needs = Set(role.memberOf + role.admins).filter { open[$0] != nil && $0 != role.name }
            waiting[role.name] = needs
            for need in needs { dependants[need, default: []].append(role.name) }
        }
        var ready = waiting.filter { $0.value.isEmpty }.map(\.key).sorted(by: >)
        var result: [WantedRole] = []
        while !open.isEmpty {
            // In a circle: whichever comes first by name goes without what is not there yet.
            guard let name = ready.popLast() ?? open.keys.min() else { break }
            guard let role = open.removeValue(forKey: name) else { continue }
            let missing = waiting[name] ?? []
            deferred[name] = missing.intersection(role.memberOf)
            deferredAdmins[name] = role.admins.filter { missing.contains($0) }
            result.append(role)
            for dependant in (dependants[name] ?? []).sorted(by: >) {
                waiting[dependant]?.remove(name)
                if waiting[dependant]?.isEmpty ?? false, open[dependant] != nil { ready.append(dependant) }
            }
        }
        return result
    }
}
