import IPC
import Logging
import Model
import Synchronization

/// The worker: takes orders from its socket, has them carried out and sends back what became of them.
///
/// A client that connects says what it wants, all of it, again; so nothing has to be remembered for it, and nothing is pursued for one
/// that is gone.
struct OrderService: Sendable {
    typealias Line = Connection<ProvisionerRequest, ProvisionerReport>

    private let context: WorkerContext
    private let dispatcher: Dispatcher
    private let clients: Clients
    private let board: ResultBoard
    private let provisioner: Provisioner

    init(context: WorkerContext, provisioner: Provisioner = Provisioner()) {
        self.context = context
        let clients = Clients()
        let board = ResultBoard(context)
        self.clients = clients
        self.board = board
        self.provisioner = provisioner
        dispatcher = Dispatcher(
            attempt: { order, overtaking in
                let start = ContinuousClock.now
                let result = await provisioner.perform(order) { overtaking.isWanted }
                board.attempted(result, took: ContinuousClock.now - start)
                return result
            },
            report: { result, client in
                board.reported(result)
                clients.post(.result(result), to: client)
            })
    }

    /// Until the task is cancelled.
    func run() async throws {
        FileLimit.raise()
        let server = context.server(try context.listener(), receiving: ProvisionerRequest.self, sending: ProvisionerReport.self)
        context.liveness.add { await dispatcher.probe() }
        context.ready()
        context.status.update { $0.phase = .ready }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await dispatcher.run() }
            group.addTask { try await server.run { connection in try await serve(connection) } }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private func serve(_ connection: Line) async throws {
        let client = clients.add(connection)
        defer {
            clients.remove(client)
            dispatcher.submit(.clientGone(client))
            board.clear()
        }
        for try await request in connection.messages {
            switch request {
            case .order(let order): dispatcher.submit(.order(order, client: client))
            case .forget(let cluster):
                dispatcher.submit(.forget(cluster))
                provisioner.forget(cluster)
                board.forget(cluster)
            }
        }
    }

    /// The open connections, by number.
    private final class Clients: Sendable {
        private let lines = Mutex<(next: Int, open: [Int: Line])>((1, [:]))

        func add(_ line: Line) -> Int {
            lines.withLock { lines in
                defer { lines.next += 1 }
                lines.open[lines.next] = line
                return lines.next
            }
        }

        func remove(_ client: Int) { lines.withLock { $0.open[client] = nil } }

        func post(_ report: ProvisionerReport, to client: Int) { lines.withLock { $0.open[client] }?.post(report) }
    }
}
