import Glibc
import IPC
import Logging
import Model

/// The control socket in the poll loop: workers' reports go to the shell, the command line's questions are answered.
final class ControlService {
    /// More than workers and people ever need at once.
    private static let most = 64

    private let listener: Listener
    private var connections: [Int32: ControlConnection] = [:]
    private let hello = Hello(sender: "supervisor", instance: Instance.id)
    /// The newest log records of all processes, oldest first.
    private var log: [JSON] = []
    private static let keptRecords = 500

    init(listener: Listener) { self.listener = listener }

    var polled: [pollfd] {
        [pollfd(fd: listener.descriptor, events: Int16(connections.count < Self.most ? POLLIN : 0), revents: 0)]
            + connections.values.map {
                pollfd(fd: $0.socket.descriptor, events: Int16(POLLIN | ($0.wantsToWrite ? POLLOUT : 0)), revents: 0)
            }
    }

    func advance(_ ready: [Int32], _ shell: SupervisorShell) {
        for descriptor in ready {
            if descriptor == listener.descriptor {
                accept(shell)
            } else if let connection = connections[descriptor], !advance(connection, shell) {
                connections[descriptor] = nil
            }
        }
    }

    /// Keeps the records and passes them on to those who follow; who does not read loses the connection.
    func add(_ records: [JSON]) {
        guard !records.isEmpty else { return }
        log += records
        if log.count > Self.keptRecords { log.removeFirst(log.count - Self.keptRecords) }
        for (descriptor, connection) in connections where connection.followsLog {
            connection.reply(.logs(records))
            if !connection.flush() { connections[descriptor] = nil }
        }
    }

    private func accept(_ shell: SupervisorShell) {
        do throws(IPCError) {
            while connections.count < Self.most, let socket = try listener.acceptAvailable() {
                let connection = try ControlConnection(socket, hello: hello)
                connections[socket.descriptor] = connection
                if !advance(connection, shell) { connections[socket.descriptor] = nil }
            }
        } catch {
            shell.logger.warning("connection ended", metadata: ["socket": "control", "reason": "\(error)"])
        }
    }

    /// False when the connection is done.
    private func advance(_ connection: ControlConnection, _ shell: SupervisorShell) -> Bool {
        do throws(IPCError) {
            guard let messages = try connection.receive() else { return false }
            for message in messages {
                switch message {
                // Also the last words of a worker that is gone.
                case .report(.log(let records)): add(records)
                case .report(let report): shell.received(report, pid: connection.pid)
                case .request(.logs(let newest, let follow)):
                    connection.reply(.logs(log.suffix(max(0, newest))))
                    connection.followsLog = follow
                case .request(.status): connection.reply(.status(shell.report.json))
                }
            }
            return connection.flush()
        } catch {
            shell.logger.warning(
                "connection ended",
                metadata: ["socket": "control", "sender": "\(connection.sender ?? "unknown")", "reason": "\(error)"])
            return false
        }
    }
}
