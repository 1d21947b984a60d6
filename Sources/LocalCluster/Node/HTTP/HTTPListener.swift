import CProcess
import Glibc
import Synchronization

/// Answers HTTP on one or many addresses with little: a descriptor for each address, a buffer for each connection.
final class HTTPListener: Sendable {
    typealias Handler = @Sendable (NodeRequest) async -> NodeResponse

    private let reactor: Reactor
    private let handler: Handler
    private let sockets = Mutex<[String: Int32]>([:])

    init(reactor: Reactor, handler: @escaping Handler) {
        self.reactor = reactor
        self.handler = handler
    }

    /// Listens on an address, once; the port where 0 was asked for is the one that was given.
    @discardableResult
    func listen(_ address: String, port: UInt16) throws(SystemFailure) -> UInt16 {
        if sockets.withLock({ $0[address] }) != nil { return port }
        let socket = try ListeningSocket.open(address, port: port)
        let descriptor = socket.descriptor
        sockets.withLock { $0[address] = descriptor }
        reactor.add(descriptor) { [weak self] _, _ in self?.accept(descriptor, address) }
        return socket.port
    }

    func stop(_ address: String) {
        guard let descriptor = sockets.withLock({ $0.removeValue(forKey: address) }) else { return }
        reactor.remove(descriptor)
        close(descriptor)
    }

    private func accept(_ descriptor: Int32, _ address: String) {
        while true {
            let connection = cprocess_accept(descriptor)
            guard connection >= 0 else { break }
            HTTPConnection(connection, address: address, reactor: reactor, handler: handler).start()
        }
        reactor.arm(descriptor, readable: true, writable: false)
    }
}

/// One client's connection: a request at a time, answered before the next is read.
private final class HTTPConnection: Sendable {
    private struct State {
        var parser = NodeRequestParser()
        var output: [UInt8] = []
        /// Nothing may be written any more.
        var isClosed = false
        var isAnswering = false
        var closesWhenSent = false
        /// Goes on once the output has been sent.
        var sent: CheckedContinuation<Bool, Never>?
    }

    private let descriptor: Int32
    private let address: String
    private let reactor: Reactor
    private let handler: HTTPListener.Handler
    private let state = Mutex(State())

    init(_ descriptor: Int32, address: String, reactor: Reactor, handler: @escaping HTTPListener.Handler) {
        self.descriptor = descriptor
        self.address = address
        self.reactor = reactor
        self.handler = handler
    }

    /// The reactor holds the connection from here on.
    func start() {
        reactor.add(descriptor) { readable, writable in
            if readable { self.readAvailable() }
            if writable { self.flush() }
        }
    }

    private func readAvailable() {
        var chunk = [UInt8](repeating: 0, count: 16 << 10)
        while true {
            let count = recv(descriptor, &chunk, chunk.count, 0)
            if count > 0 {
                state.withLock { $0.parser.feed(chunk[..<count]) }
            } else if count < 0, errno == EAGAIN || errno == EINTR {
                if errno == EINTR { continue }
                break
            } else {
                return end()
            }
        }
        proceed()
    }

    /// Starts on the next request that is complete; else waits for more of it.
    private func proceed() {
        let request: NodeRequest?
        do {
            request = try state.withLock { state in
                guard !state.isAnswering, !state.isClosed else { return nil }
                let request = try state.parser.next(address: address)
                state.isAnswering = request != nil
                return request
            }
        } catch {
            return end()
        }
        if let request {
            Task { await self.answer(request) }
        }
        let waits = state.withLock { !$0.isClosed && $0.output.isEmpty }
        if waits { reactor.arm(descriptor, readable: true, writable: false) }
    }

    private func answer(_ request: NodeRequest) async {
        let response = await handler(request)
        let close = !request.keepsAlive
        var head = "HTTP/1.1 \(response.status) \(NodeResponse.reason(response.status))\r\nContent-Type: \(response.contentType)\r\n"
        if close { head += "Connection: close\r\n" }
        var intact = true
        switch response.body {
        case .bytes(let bytes):
            let shown = request.method == "HEAD" || request.method == "OPTIONS" ? [] : bytes
            intact = await send(Array("\(head)Content-Length: \(shown.count)\r\n\r\n".utf8) + shown)
        case .stream(let chunks):
            intact = await send(Array("\(head)Transfer-Encoding: chunked\r\n\r\n".utf8))
            for await chunk in chunks where intact && !chunk.isEmpty {
                intact = await send(Array("\(String(chunk.count, radix: 16))\r\n".utf8) + chunk + [13, 10])
            }
            if intact { intact = await send(Array("0\r\n\r\n".utf8)) }
        }
        state.withLock { $0.isAnswering = false }
        if close || !intact { end() } else { proceed() }
    }

    /// False when the client has gone.
    private func send(_ bytes: [UInt8]) async -> Bool {
        await withCheckedContinuation { continuation in
            let gone = state.withLock { state in
                if state.isClosed { return true }
                state.output += bytes
                state.sent = continuation
                return false
            }
            if gone { continuation.resume(returning: false) } else { flush() }
        }
    }

    private func flush() {
        let (done, failed) = state.withLock { state -> (CheckedContinuation<Bool, Never>?, Bool) in
            guard !state.isClosed else { return (nil, false) }
            while !state.output.isEmpty {
                let count = state.output.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
                if count > 0 {
                    state.output.removeFirst(count)
                } else if errno == EAGAIN {
                    return (nil, false)
                } else if errno != EINTR {
                    return (nil, true)
                }
            }
            let done = state.sent
            state.sent = nil
            return (done, false)
        }
        if failed { return end() }
        done?.resume(returning: true)
        let (isClosed, isWaiting) = state.withLock { ($0.isClosed, !$0.output.isEmpty) }
        if !isClosed { reactor.arm(descriptor, readable: true, writable: isWaiting) }
    }

    private func end() {
        let (first, waiting) = state.withLock { state in
            let first = !state.isClosed
            state.isClosed = true
            let waiting = state.sent
            state.sent = nil
            return (first, waiting)
        }
        guard first else { return }
        reactor.remove(descriptor)
        close(descriptor)
        waiting?.resume(returning: false)
    }
}
