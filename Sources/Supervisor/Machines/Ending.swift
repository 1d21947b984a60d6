import IPC

/// How a process ended, as the kernel tells it.
enum Ending: Hashable, Sendable {
    case exited(Int32)
    case signalled(Int32)

    var text: String {
        switch self {
        case .exited(let code): "exit \(code)"
        case .signalled(let number): "signal \(number)\(Self.names[number].map { " (\($0))" } ?? "")"
        }
    }

    private static let names: [Int32: String] = [
        1: "SIGHUP", 2: "SIGINT", 3: "SIGQUIT", 4: "SIGILL", 5: "SIGTRAP", 6: "SIGABRT", 7: "SIGBUS", 8: "SIGFPE", 9: "SIGKILL",
        11: "SIGSEGV",
        13: "SIGPIPE", 15: "SIGTERM", 31: "SIGSYS",
    ]
}

/// Why a child that should run does not any more.
enum Death: Hashable, Sendable {
    /// It ended by itself: a trap, or an exit code.
    case crashed(Ending)
    /// It did not answer any more, and we killed it.
    case hung
    /// Somebody else killed it: a person, or the kernel for want of memory. Nobody's fault here.
    case killedFromOutside
    /// It did not become ready in time, and we killed it.
    case neverReady
    /// It could not be started.
    case notStarted(String)

    /// What `Ending` means for a child that we did not kill.
    init(_ ending: Ending) {
        self = ending == .signalled(9) ? .killedFromOutside : .crashed(ending)
    }

    /// Whether what it was handling may be what it died of.
    var accusesWhatWasInHand: Bool {
        switch self {
        case .crashed, .hung: true
        case .killedFromOutside, .neverReady, .notStarted: false
        }
    }

    var text: String {
        switch self {
        case .crashed(let ending): ending.text
        case .hung: "killed: missed its watchdog"
        case .killedFromOutside: "killed from outside (SIGKILL)"
        case .neverReady: "killed: did not become ready in time"
        case .notStarted(let reason): "not started: \(reason)"
        }
    }
}
