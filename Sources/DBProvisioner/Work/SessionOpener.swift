import IPC
import Model
import Synchronization

/// The last password of each cluster that let the provisioner in. When the superuser's Secret is changed by hand, the database does not
/// know the new password yet: with the former one it can be told. Lives in memory only.
final class KnownPasswords: Sendable {
    private let passwords = Mutex<[String: String]>([:])

    init() {}

    subscript(cluster: String) -> String? {
        get { passwords.withLock { $0[cluster] } }
        set { passwords.withLock { $0[cluster] = newValue } }
    }
}

/// Opens the sessions of one order.
struct SessionOpener: Sendable {
    let parameters: ConnectionParameters
    let options: ProvisionOptions
    let cluster: String
    let known: KnownPasswords

    /// - Parameter database: nil for the one that the order's connection names.
    func open(_ database: String? = nil, commit: ConnectionParameters.Commit) async throws(PostgresError) -> PostgresConnection {
        do throws(PostgresError) {
            let connection = try await open(parameters, database, commit)
            if let password = parameters["password"] { known[cluster] = password }
            return connection
        } catch {
            guard case .loginRefused = error, let former = known[cluster], former != parameters["password"] else { throw error }
            var earlier = parameters
            earlier["password"] = former
            do throws(PostgresError) { return try await open(earlier, database, commit) } catch { _ = error }
            throw error
        }
    }

    private func open(
        _ parameters: ConnectionParameters, _ database: String?, _ commit: ConnectionParameters.Commit
    ) async throws(PostgresError) -> PostgresConnection {
        try await PostgresConnection.open(
            parameters.session(database: database, commit: commit, statementTimeout: options.statementTimeout),
            connectTimeout: .seconds(options.connectTimeout), statementTimeout: .seconds(options.statementTimeout))
    }
}
