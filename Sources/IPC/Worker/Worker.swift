import CProcess
import Glibc
import Logging

/// What every worker's `main` does around its work: logging, signals, watchdog, the control line, the exit code.
///
/// One call and one task group for the whole process. The work ends by returning, by throwing, or by being cancelled when SIGTERM or SIGINT
/// comes; it then has as long as the supervisor waits to put things in order.
public enum Worker {
    /// Runs the work and ends the process.
    public static func run(
        _ name: String, options: WorkerOptions, _ work: @escaping @Sendable (WorkerContext) async throws -> Void
    ) async -> Never {
        if ControlLine.isSupervised { LogTail.shared.keep() }
        options.logging.start(program: name)
        let logger = Logger(label: name)
        do {
            let signals = try SignalSource([SIGTERM, SIGINT, SIGHUP])
            let context = try WorkerContext(name: name, options: options)
            try await run(context, signals, work)
            Program.exit(.done)
        } catch {
            logger.error("\(error)", metadata: ["exit": "\(Program.status(for: error).rawValue)"])
            Program.exit(Program.status(for: error))
        }
    }

    private static func run(
        _ context: WorkerContext, _ signals: SignalSource, _ work: @escaping @Sendable (WorkerContext) async throws -> Void
    ) async throws {
        // Three kinds of tasks: the work, what accompanies it, and the wait for a signal. The first to end ends all.
        try await withThrowingTaskGroup(of: Ending.self) { group in
            group.addTask {
                try await work(context)
                return .finished
            }
            group.addTask {
                await signals.wait()
                return .signalled
            }
            group.addTask {
                await withDiscardingTaskGroup { companions in
                    companions.addTask { await beat(context) }
                    companions.addTask { await ControlLine(context: context).run() }
                }
                return .companionsEnded
            }
            defer { group.cancelAll() }
            while let ending = try await group.next() {
                switch ending {
                case .finished: return
                case .companionsEnded: continue
                case .signalled:
                    context.notifier.stopping()
                    context.logger.debug("stopping")
                    group.cancelAll()
                    // Whatever the work throws now, it was asked to end.
                    do { while try await group.next() != nil {} } catch {
                        context.logger.debug("stopped", metadata: ["reason": "\(error)"])
                    }
                    return
                }
            }
        }
    }

    private enum Ending {
        case finished
        case signalled
        case companionsEnded
    }

    /// Says `WATCHDOG=1` twice in each interval, as long as the liveness probes come back; and gives back to the system what a burst of
    /// work has left unused on the heap, which glibc does not do by itself.
    private static func beat(_ context: WorkerContext) async {
        guard let interval = context.notifier.watchdogInterval else { return }
        while !Task.isCancelled {
            await context.liveness.prove()
            context.notifier.alive()
            guard (try? await Task.sleep(for: interval / 2)) != nil else { return }
            malloc_trim(0)
        }
    }
}

/// The end of the process.
public enum Program {
    /// At once: the libraries' threads may still run, and must not be met by their own clean-up.
    public static func exit(_ status: ExitStatus) -> Never {
        fflush(nil)
        _exit(status.rawValue)
    }

    /// How the process ends because of this error.
    public static func status(for error: any Error) -> ExitStatus { (error as? any ExitStatusError)?.exitStatus ?? .failed }

    /// Runs a tool's work (no sockets, no supervisor: `plan -f`, `status`) and ends the process. An error is one sentence on stderr.
    public static func run(_ work: () async throws -> Void) async -> Never {
        do {
            try await work()
            exit(.done)
        } catch {
            fail(error)
        }
    }

    /// As `run`, for work that does not suspend.
    public static func runBlocking(_ work: () throws -> Void) -> Never {
        do {
            try work()
            exit(.done)
        } catch {
            fail(error)
        }
    }

    private static func fail(_ error: any Error) -> Never {
        // An exit status alone means that everything was said already.
        if !(error is ExitStatus) { say("error: \(error)") }
        exit(status(for: error))
    }

    /// Lets what was printed be seen now.
    public static func flush() { fflush(nil) }

    /// One line for people on stderr, without secrets.
    public static func say(_ text: String) {
        let bytes = Array((Scrubber.scrubbed(text) + "\n").utf8)
        _ = bytes.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
    }
}

/// Signals as something to wait for; one source a process.
///
/// By handlers and not by blocking them: the work starts on a thread of the runtime's pool, and its main thread, which waits with every
/// signal unblocked, would be killed in spite of what this thread blocks.
final class SignalSource: Sendable {
    private let descriptor: Int32

    init(_ signals: [Int32]) throws(IPCError) {
        cprocess_ignore(SIGPIPE)
        descriptor = cprocess_catch(signals, Int32(signals.count))
        guard descriptor >= 0 else { throw .system(call: "sigaction", code: -descriptor, path: "") }
    }

    deinit {
        Poller.shared.forget(descriptor)
        close(descriptor)
    }

    /// Until SIGTERM or SIGINT comes or the task is cancelled. SIGHUP means nothing to a worker.
    func wait() async {
        while await Poller.shared.wait(descriptor, for: .reading) {
            let signal = cprocess_next_caught(descriptor)
            if signal == SIGTERM || signal == SIGINT { return }
        }
    }
}
