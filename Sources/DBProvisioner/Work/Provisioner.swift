import IPC
import Model

/// What lasts from one attempt to the next in one process: which verifiers have been checked, which passwords let it in.
struct Provisioner: Sendable {
    let memory = PasswordMemory()
    let known = KnownPasswords()
    /// Databases that are worked on at once; those that are only waited for do not count.
    let gate = Gate(width: 32)

    func perform(_ order: ProvisionOrder, isOvertaken: @escaping @Sendable () -> Bool = { false }) async -> ProvisionResult {
        do throws(PostgresError) {
            return await perform(order, parameters: try ConnectionParameters(order.connection), isOvertaken: isOvertaken)
        } catch {
            return ProvisionResult(
                cluster: order.cluster, generation: order.generation, digest: order.digest, outcome: .failed, reason: error.reason,
                message: error.description)
        }
    }

    /// With parameters that do not come from the order.
    func perform(
        _ order: ProvisionOrder, parameters: ConnectionParameters, isOvertaken: @escaping @Sendable () -> Bool = { false }
    ) async -> ProvisionResult {
        let opener = SessionOpener(parameters: parameters, options: order.options, cluster: order.cluster.description, known: known)
        var run = ProvisionRun(order: order, opener: opener, memory: memory, gate: gate, isOvertaken: isOvertaken)
        return await run.perform()
    }

    /// The cluster is gone: nothing of it is worth remembering.
    func forget(_ cluster: ObjectKey) {
        memory.forget(cluster: cluster.description)
        known[cluster.description] = nil
    }
}
