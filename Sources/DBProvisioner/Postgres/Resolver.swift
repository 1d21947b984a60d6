import CPQ
import Glibc
import Synchronization

/// Looks up host names, each on a thread of its own: getaddrinfo blocks, for as long as a name server does not answer, and must not hold
/// up anybody else.
enum Resolver {
    /// The numeric addresses of a name, in the order in which they shall be tried. Returns at once when the task is cancelled; the thread
    /// then ends by itself.
    static func addresses(of host: String) async throws(PostgresError) -> [String] {
        let request = Request(host: host)
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in request.begin(continuation) }
        } onCancel: {
            request.finish(.failure(.cancelled))
        }
        return try result.get()
    }

    private typealias Answer = Result<[String], PostgresError>

    private final class Request: Sendable {
        private enum State {
            case new
            case waiting(CheckedContinuation<Answer, Never>)
            case finished
        }

        private let host: String
        private let state = Mutex(State.new)

        init(host: String) { self.host = host }

        func begin(_ continuation: CheckedContinuation<Answer, Never>) {
            let isFinished = state.withLock { state in
                if case .finished = state { return true }
                state = .waiting(continuation)
                return false
            }
            if isFinished { return continuation.resume(returning: .failure(.cancelled)) }
            if !startThread() { finish(.failure(.unreachable("no thread to look up \(host)"))) }
        }

        /// The first answer counts.
        func finish(_ answer: Answer) {
            let waiting = state.withLock { state -> CheckedContinuation<Answer, Never>? in
                defer { state = .finished }
                if case .waiting(let continuation) = state { return continuation }
                return nil
            }
            waiting?.resume(returning: answer)
        }

        private func startThread() -> Bool {
            let retained = Unmanaged.passRetained(self)
            var attributes = pthread_attr_t()
            pthread_attr_init(&attributes)
            defer { pthread_attr_destroy(&attributes) }
            pthread_attr_setstacksize(&attributes, 256 << 10)
            pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
            var thread = pthread_t()
            let code = pthread_create(
                &thread, &attributes,
                { pointer in
                    guard let pointer else { return nil }
                    let request = Unmanaged<Request>.fromOpaque(pointer).takeRetainedValue()
                    request.finish(request.lookUp())
                    return nil
                }, retained.toOpaque())
            if code != 0 { retained.release() }
            return code == 0
        }

        private func lookUp() -> Answer {
            var code: Int32 = 0
            guard let text = cpq_addresses(host, &code) else {
                let reason = code == 0 ? "out of memory" : String(cString: cpq_resolver_error(code))
                return .failure(.unreachable("could not translate host name \"\(host)\" to an address: \(reason)"))
            }
            defer { free(text) }
            let addresses = String(cString: text).split(separator: "\n").map(String.init)
            return addresses.isEmpty ? .failure(.unreachable("host name \"\(host)\" has no address")) : .success(addresses)
        }
    }
}
