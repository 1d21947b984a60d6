import CProcess
import Glibc
import IPC

/// One worker as the supervisor starts it: the program, its arguments and its socket.
struct WorkerProgram: Sendable {
    var name: String
    var path: String
    var arguments: [String]
    /// Listens for as long as the supervisor lives; the worker gets it as descriptor 3.
    var listener: Listener

    /// The environment of a worker: ours, without what was meant for us, and with what the worker's start-up looks for.
    static func environment(from own: [String: String], name: String, notifySocket: String, watchdog: Duration) -> [String] {
        var variables = own
        for name in ["NOTIFY_SOCKET", "WATCHDOG_PID", "WATCHDOG_USEC", "LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"] {
            variables[name] = nil
        }
        variables["NOTIFY_SOCKET"] = notifySocket
        variables["WATCHDOG_USEC"] = String(watchdog.microseconds)
        variables["LISTEN_FDS"] = "1"
        variables["LISTEN_FDNAMES"] = name
        variables["POSTGRES_OPERATOR_SUPERVISED"] = "1"
        // A crash report takes seconds, in which nobody does the worker's work.
        variables["SWIFT_BACKTRACE"] = "enable=no"
        if variables["MALLOC_ARENA_MAX"] == nil { variables["MALLOC_ARENA_MAX"] = "1" }
        // The pid is not known before the fork: room for the shim to write it.
        return variables.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" } + ["LISTEN_PID=            "]
    }

    /// Starts the process; must be called on the main thread, whose end the children are told of.
    func spawn(environment: [String]) throws(SpawnError) -> Int32 {
        var stage: Int32 = 0
        let descriptors = [listener.descriptor]
        let pid = withCStrings([path] + arguments) { arguments in
            withCStrings(environment) { environment in
                descriptors.withUnsafeBufferPointer { descriptors in
                    path.withCString { path in
                        var spawn = cprocess_spawn()
                        spawn.path = path
                        spawn.arguments = arguments
                        spawn.environment = environment
                        spawn.uid = -1
                        spawn.gid = -1
                        spawn.standard_input = -1
                        spawn.standard_output = -1
                        spawn.standard_error = -1
                        spawn.descriptors = descriptors.baseAddress
                        spawn.descriptor_count = Int32(descriptors.count)
                        spawn.death_signal = SIGKILL
                        spawn.new_group = 1
                        return cprocess_start(&spawn, &stage)
                    }
                }
            }
        }
        guard pid > 0 else { throw SpawnError(path: path, stage: stage, code: -pid) }
        return pid
    }
}

/// Why a process could not be started.
struct SpawnError: Error, Equatable, CustomStringConvertible {
    var path: String
    var stage: Int32
    var code: Int32

    var description: String {
        let what =
            switch stage {
            case Int32(CPROCESS_STAGE_FORK.rawValue): "fork"
            case Int32(CPROCESS_STAGE_EXEC.rawValue): "exec"
            default: "preparing"
            }
        return "\(what) of \(path): \(SystemError.text(code))"
    }
}

/// Calls `body` with a NULL-ended array of C strings, as execve wants it.
private func withCStrings<Value>(_ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Value) -> Value {
    var pointers: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) }
    pointers.append(nil)
    defer { for pointer in pointers { free(pointer) } }
    return pointers.withUnsafeBufferPointer { buffer in
        // Never nil: the array holds at least the closing NULL.
        guard let base = buffer.baseAddress else { preconditionFailure("an array that is not empty has storage") }
        return body(base)
    }
}

extension Duration {
    var microseconds: Int64 { components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000 }
    var milliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
