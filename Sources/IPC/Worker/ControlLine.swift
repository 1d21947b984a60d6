import Glibc
import Logging

/// The worker's line to the supervisor: its status and its metrics, when they have changed. A worker without a supervisor has none.
struct ControlLine {
    let context: WorkerContext

    /// Changes that come close together are told once.
    private static let statusPause = Duration.milliseconds(50)
    private static let metricsPause = Duration.seconds(1)

    /// Only a process that the supervisor started belongs to it.
    static var isSupervised: Bool { Environment["POSTGRES_OPERATOR_SUPERVISED"] != nil }

    func run() async {
        let path = context.runtimeDirectory.socket(of: "control")
        guard Self.isSupervised, access(path, F_OK) == 0 else { return }
        let client = context.client(of: "control", receiving: ControlReply.self, sending: WorkerReport.self)
        do throws(IPCError) {
            try await client.run { connection in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { for try await _ in connection.messages {} }
                    group.addTask { try await reportStatus(connection) }
                    group.addTask { try await reportMetrics(connection) }
                    group.addTask { try await reportLog(connection) }
                    // The supervisor has closed the line: the reader ends first, the reports with it.
                    try await group.next()
                    group.cancelAll()
                }
            }
        } catch {
            context.logger.error("no line to the supervisor", metadata: ["reason": "\(error)"])
        }
    }

    private func reportStatus(_ connection: Connection<ControlReply, WorkerReport>) async throws {
        while !Task.isCancelled {
            let generation = context.status.changed.generation
            connection.post(.status(context.status.current))
            await context.status.changed.wait(after: generation)
            try await Task.sleep(for: Self.statusPause)
        }
    }

    private func reportLog(_ connection: Connection<ControlReply, WorkerReport>) async throws {
        while !Task.isCancelled {
            let generation = LogTail.shared.arrived.generation
            let records = LogTail.shared.take()
            if !records.isEmpty { try await connection.send(.log(records)) }
            await LogTail.shared.arrived.wait(after: generation)
            try await Task.sleep(for: Self.statusPause)
        }
    }

    private func reportMetrics(_ connection: Connection<ControlReply, WorkerReport>) async throws {
        var told: UInt64?
        while !Task.isCancelled {
            let generation = context.metrics.generation
            if generation != told {
                connection.post(.metrics(context.metrics.samples()))
                told = generation
            }
            try await Task.sleep(for: Self.metricsPause)
        }
    }
}
