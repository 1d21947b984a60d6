import IPC

/// How a step ended.
struct StepEnd: Equatable, Sendable {
    var step: PlannedStep
    /// Nil: it was done.
    var failure: String?
}

/// Sends the statements of a plan. What a plan says is done in its order; a step that is refused does not touch the others.
struct PlanApplier {
    let connection: PostgresConnection
    /// Told of each verifier that the server has taken.
    let stored: (WantedPassword, String) -> Void

    /// In one pipeline, each step a transaction.
    func apply(_ steps: [PlannedStep]) async throws(PostgresError) -> [StepEnd] {
        guard !steps.isEmpty else { return [] }
        var sent: [Int: [(WantedPassword, String)]] = [:]
        let ends = try await connection.pipeline(count: steps.count) { (place) throws(PostgresError) in
            var texts: [String] = []
            for statement in steps[place].statements {
                texts.append(
                    try statement.text { (password) throws(PostgresError) in
                        let verifier = try connection.verifier(for: password)
                        sent[place, default: []].append((password, verifier))
                        return verifier
                    })
            }
            return texts
        }
        var results: [StepEnd] = []
        for (place, end) in ends.enumerated() {
            switch end {
            case .done:
                for (password, verifier) in sent[place] ?? [] { stored(password, verifier) }
                results.append(StepEnd(step: steps[place]))
            case .refused(let error, _): results.append(StepEnd(step: steps[place], failure: error.description))
            }
        }
        return results
    }

    /// One by one, outside any transaction: for CREATE DATABASE, which PostgreSQL wants so.
    func applySingly(_ steps: [PlannedStep]) async throws(PostgresError) -> [StepEnd] {
        var results: [StepEnd] = []
        for step in steps {
            do throws(PostgresError) {
                for statement in step.statements {
                    try await connection.execute(
                        try statement.text { (password) throws(PostgresError) in try connection.verifier(for: password) })
                }
                results.append(StepEnd(step: step))
            } catch {
                guard case .refused(let serverError) = error else { throw error }
                results.append(StepEnd(step: step, failure: serverError.description))
            }
        }
        return results
    }
}
