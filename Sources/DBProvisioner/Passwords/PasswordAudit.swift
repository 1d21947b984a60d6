import IPC

/// Finds out which roles have the password that they shall have. What was found once is remembered; the first look at each costs about a
/// millisecond of computing.
struct PasswordAudit {
    let memory: PasswordMemory
    let cluster: String
    let method: ProvisionOptions.PasswordEncryption

    func rolesInOrder(_ roles: [WantedRole], observed: ObservedRoles) async -> Set<String> {
        var inOrder: Set<String> = []
        for (place, role) in roles.enumerated() {
            guard let secret = role.password, let present = observed.roles[role.name] else { continue }
            let password = WantedPassword(role: role.name, secret: secret, method: method)
            if observed.canReadPasswords ? isStored(password, as: present.verifier) : memory.knowsPassword(password, in: cluster) {
                inOrder.insert(role.name)
            }
            // Others may want to compute, too.
            if place % 8 == 7 { await Task.yield() }
        }
        return inOrder
    }

    private func isStored(_ password: WantedPassword, as verifier: String?) -> Bool {
        guard let verifier else { return false }
        if memory.knows(verifier, password, in: cluster) { return true }
        guard PasswordCheck.matches(password, stored: verifier) else { return false }
        memory.remember(verifier, password, in: cluster)
        return true
    }
}
