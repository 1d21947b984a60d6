import CProcess
import Glibc
import Synchronization

/// Waits for descriptors to become readable or writable, for all tasks of the process, on one thread of its own.
///
/// Reading and writing is done by the tasks themselves; the thread only wakes them. A task that does not read therefore leaves the bytes in
/// the kernel, and the sender waits: that is the whole of the backpressure.
public final class Poller: Sendable {
    public enum Direction: Sendable {
        case reading
        case writing
    }

    private struct Waiter {
        let ticket: UInt64
        let continuation: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var waiters: [Int32: (reading: Waiter?, writing: Waiter?)] = [:]
        var registered: Set<Int32> = []
        var started = false
        var nextTicket: UInt64 = 0
    }

    public static let shared = Poller()

    private let epoll: Int32
    private let state = Mutex(State())

    private init() { epoll = cprocess_epoll() }

    /// True once the descriptor is ready (or broken: the next call on it tells); false when the task was cancelled or the descriptor is
    /// forgotten. One task at a time may wait for each direction.
    public func wait(_ descriptor: Int32, for direction: Direction) async -> Bool {
        let ticket = state.withLock { state in
            state.nextTicket += 1
            return state.nextTicket
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let waiter = Waiter(ticket: ticket, continuation: continuation)
                if !add(waiter, descriptor, direction) { continuation.resume(returning: false) }
                if Task.isCancelled { cancel(ticket, descriptor) }
            }
        } onCancel: {
            cancel(ticket, descriptor)
        }
    }

    /// Wakes whoever waits for the descriptor; to be called before it is closed.
    public func forget(_ descriptor: Int32) {
        let woken = state.withLock { state -> [Waiter] in
            if state.registered.remove(descriptor) != nil { cprocess_epoll_drop(epoll, descriptor) }
            let pair = state.waiters.removeValue(forKey: descriptor)
            return [pair?.reading, pair?.writing].compactMap { $0 }
        }
        for waiter in woken { waiter.continuation.resume(returning: false) }
    }

    private func add(_ waiter: Waiter, _ descriptor: Int32, _ direction: Direction) -> Bool {
        state.withLock { state in
            var pair = state.waiters[descriptor] ?? (nil, nil)
            switch direction {
            case .reading:
                guard pair.reading == nil else { return false }
                pair.reading = waiter
            case .writing:
                guard pair.writing == nil else { return false }
                pair.writing = waiter
            }
            state.waiters[descriptor] = pair
            start(&state)
            guard arm(descriptor, &state) else {
                state.waiters[descriptor] = nil
                return false
            }
            return true
        }
    }

    private func cancel(_ ticket: UInt64, _ descriptor: Int32) {
        let woken = state.withLock { state -> Waiter? in
            guard var pair = state.waiters[descriptor] else { return nil }
            var found: Waiter?
            if pair.reading?.ticket == ticket {
                found = pair.reading
                pair.reading = nil
            } else if pair.writing?.ticket == ticket {
                found = pair.writing
                pair.writing = nil
            }
            state.waiters[descriptor] = pair.reading == nil && pair.writing == nil ? nil : pair
            return found
        }
        woken?.continuation.resume(returning: false)
    }

    /// Asks epoll for one event of what is waited for.
    private func arm(_ descriptor: Int32, _ state: inout State) -> Bool {
        guard let pair = state.waiters[descriptor] else { return true }
        let known: Int32 = state.registered.contains(descriptor) ? 1 : 0
        let code = cprocess_epoll_arm(epoll, descriptor, known, pair.reading == nil ? 0 : 1, pair.writing == nil ? 0 : 1)
        guard code == 0 else { return false }
        state.registered.insert(descriptor)
        return true
    }

    // MARK: The thread

    private func start(_ state: inout State) {
        guard !state.started else { return }
        state.started = true
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        pthread_attr_setstacksize(&attributes, 256 << 10)
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        var thread = pthread_t()
        let code = pthread_create(
            &thread, &attributes,
            { _ in
                Poller.shared.run()
                return nil
            }, nil)
        pthread_attr_destroy(&attributes)
        // Without its thread nothing would ever be woken: the process could only hang.
        precondition(code == 0, "the system refuses another thread: \(SystemError.text(code))")
    }

    private func run() {
        var ready = [cprocess_ready](repeating: cprocess_ready(), count: 64)
        while true {
            let count = cprocess_epoll_wait(epoll, &ready, Int32(ready.count))
            guard count > 0 else { continue }
            for one in ready[..<Int(count)] { dispatch(one.fd, readable: one.readable != 0, writable: one.writable != 0) }
        }
    }

    private func dispatch(_ descriptor: Int32, readable: Bool, writable: Bool) {
        let woken = state.withLock { state -> [Waiter] in
            guard var pair = state.waiters[descriptor] else { return [] }
            var woken: [Waiter] = []
            if readable, let waiter = pair.reading {
                woken.append(waiter)
                pair.reading = nil
            }
            if writable, let waiter = pair.writing {
                woken.append(waiter)
                pair.writing = nil
            }
            state.waiters[descriptor] = pair.reading == nil && pair.writing == nil ? nil : pair
            _ = arm(descriptor, &state)
            return woken
        }
        for waiter in woken { waiter.continuation.resume(returning: true) }
    }
}
