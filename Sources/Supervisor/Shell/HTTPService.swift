import CProcess
import Glibc

/// Health and metrics in the poll loop.
final class HTTPService {
    /// Beyond this, new connections wait in the kernel.
    private static let most = 32

    private let listener: Int32
    private var connections: [Int32: HTTPConnection] = [:]

    init(listener: Int32) { self.listener = listener }

    deinit { close(listener) }

    var polled: [pollfd] {
        [pollfd(fd: listener, events: Int16(connections.count < Self.most ? POLLIN : 0), revents: 0)]
            + connections.values.map { pollfd(fd: $0.descriptor, events: Int16($0.wantsToWrite ? POLLOUT : POLLIN), revents: 0) }
    }

    /// Until the next connection has been silent for too long.
    func wait(from now: Duration) -> Duration? { connections.values.map(\.deadline).min().map { max(.zero, $0 - now) } }

    func advance(_ ready: [Int32], now: Duration, _ answer: (String) -> HTTPAnswer) {
        for descriptor in ready {
            if descriptor == listener {
                accept(now)
            } else if let connection = connections[descriptor], !connection.advance(answer) {
                connections[descriptor] = nil
            }
        }
        connections = connections.filter { $0.value.deadline > now }
    }

    private func accept(_ now: Duration) {
        while connections.count < Self.most {
            let descriptor = cprocess_accept(listener)
            guard descriptor >= 0 else { return }
            connections[descriptor] = HTTPConnection(descriptor: descriptor, now: now)
        }
    }
}
