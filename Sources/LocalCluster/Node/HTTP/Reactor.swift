import CProcess
import Glibc
import Synchronization

/// One thread that waits for descriptors: listening sockets, connections, ends of processes. A descriptor is armed for one event at a time;
/// its handler runs in the thread and must be quick.
final class Reactor: Sendable {
    typealias Handler = @Sendable (_ readable: Bool, _ writable: Bool) -> Void

    private struct Entry {
        let handler: Handler
        var armed: Bool
    }

    private let epoll: Int32
    private let entries = Mutex<[Int32: Entry]>([:])

    init() throws(SystemFailure) {
        epoll = cprocess_epoll()
        guard epoll >= 0 else { throw SystemFailure("epoll_create1", code: errno) }
        let loop = epoll
        var thread = pthread_t()
        let me = Unmanaged.passRetained(self).toOpaque()
        // The thread lives as long as the process, and so does this object.
        let result = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Reactor>.fromOpaque(argument).takeUnretainedValue().loop()
                return nil
            }, me)
        guard result == 0 else {
            Unmanaged<Reactor>.fromOpaque(me).release()
            close(loop)
            throw SystemFailure("pthread_create", code: result)
        }
        pthread_detach(thread)
    }

    /// Adds a descriptor, armed for reading.
    func add(_ descriptor: Int32, _ handler: @escaping Handler) {
        entries.withLock { $0[descriptor] = Entry(handler: handler, armed: false) }
        arm(descriptor, readable: true, writable: false)
    }

    func arm(_ descriptor: Int32, readable: Bool, writable: Bool) {
        let known = entries.withLock { entries in
            let known = entries[descriptor]?.armed ?? false
            entries[descriptor]?.armed = true
            return known
        }
        _ = cprocess_epoll_arm(epoll, descriptor, known ? 1 : 0, readable ? 1 : 0, writable ? 1 : 0)
    }

    /// Forgets the descriptor; the caller closes it.
    func remove(_ descriptor: Int32) {
        let was = entries.withLock { $0.removeValue(forKey: descriptor) != nil }
        if was { cprocess_epoll_drop(epoll, descriptor) }
    }

    private func loop() {
        var ready = [cprocess_ready](repeating: cprocess_ready(), count: 64)
        while true {
            let count = cprocess_epoll_wait(epoll, &ready, Int32(ready.count))
            guard count > 0 else { continue }
            for event in ready.prefix(Int(count)) {
                let handler = entries.withLock { $0[event.fd]?.handler }
                handler?(event.readable != 0, event.writable != 0)
            }
        }
    }
}

/// A system call that failed.
struct SystemFailure: Error, Sendable, CustomStringConvertible {
    let call: String
    let code: Int32

    init(_ call: String, code: Int32) { (self.call, self.code) = (call, code) }

    var description: String { "\(call): \(String(cString: strerror(code)))" }
}
