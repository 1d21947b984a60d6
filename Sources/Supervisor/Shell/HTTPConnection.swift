import Glibc

/// One connection to the health and metrics address, served by the poll loop.
final class HTTPConnection {
    let descriptor: Int32
    /// Who has not asked and read by then is gone.
    let deadline: Duration
    private var exchange = HTTPExchange()
    private var out: [UInt8] = []
    private var isAnswered = false

    static let patience = Duration.seconds(10)

    init(descriptor: Int32, now: Duration) {
        self.descriptor = descriptor
        deadline = now + Self.patience
    }

    deinit { close(descriptor) }

    var wantsToWrite: Bool { isAnswered }

    /// Reads and answers; false when the connection is done.
    func advance(_ answer: (_ path: String) -> HTTPAnswer) -> Bool {
        if !isAnswered {
            var buffer = [UInt8](repeating: 0, count: 4096)
            let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            if count == 0 { return false }
            if count < 0 { return errno == EAGAIN || errno == EINTR }
            switch exchange.received(buffer[..<count]) {
            case .needsMore: return true
            case .refused(let refusal): out = refusal.bytes()
            case .request(let path, let wantsBody): out = answer(path).bytes(withBody: wantsBody)
            }
            isAnswered = true
        }
        return write()
    }

    private func write() -> Bool {
        while !out.isEmpty {
            let count = out.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT)) }
            guard count > 0 else { return errno == EAGAIN || errno == EINTR }
            out.removeFirst(count)
        }
        // The peer reads to our end; what it may still have sent must not turn that into a reset.
        shutdown(descriptor, Int32(SHUT_WR))
        return false
    }
}
