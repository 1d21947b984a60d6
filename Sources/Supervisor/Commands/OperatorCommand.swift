import ArgumentParser
import CProcess
import Glibc
import IPC

/// The program `postgres-operator`.
public struct OperatorCommand: ParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "postgres-operator",
        abstract: "Runs PostgreSQL clusters on Kubernetes.",
        version: Build.version,
        subcommands: [
            RunCommand.self, StatusCommand.self, PlanCommand.self, ExplainCommand.self, SyncCommand.self, LogsCommand.self,
            RenderCommand.self,
            ValidateCommand.self, ReplayCommand.self, BenchCommand.self,
        ])

    public init() {}

    /// Runs the program with these arguments (without the program's name) and ends the process.
    public static func main(arguments: [String]) -> Never {
        // What needs neither the running operator nor our flags is the reconciler's own.
        if let verb = arguments.first, verb == "render" || verb == "validate" || (verb == "plan" && namesFile(arguments)) {
            Program.runBlocking { try WorkerPath.replaceProcess("reconciler", arguments) }
        }
        do {
            var command = try parseAsRoot(arguments)
            try command.run()
            Program.exit(.done)
        } catch {
            exit(withError: error)
        }
    }

    private static func namesFile(_ arguments: [String]) -> Bool {
        arguments.contains { argument in
            let name = argument.prefix { $0 != "=" }
            return name == "--file" || name == "--filename" || (argument.hasPrefix("-f") && !argument.hasPrefix("--"))
        }
    }
}

/// Where the workers' programs are.
enum WorkerPath {
    /// Beside this program, or in the named directory. Throws where it is no program.
    static func of(_ worker: String, directory: String? = nil) throws(Misconfigured) -> String {
        let directory = directory ?? own
        let path = "\(directory)/postgres-operator-\(worker)"
        guard access(path, X_OK) == 0 else {
            throw Misconfigured(
                "\(path): \(SystemError.text(errno)); the workers' programs stand beside postgres-operator, or in --worker-dir")
        }
        return path
    }

    private static var own: String {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        let path = String(decoding: buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    }

    /// Becomes the worker's program with these arguments; returns only by throwing.
    static func replaceProcess(_ worker: String, _ arguments: [String]) throws(Misconfigured) {
        let path = try of(worker)
        var pointers: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) }
        pointers.append(nil)
        execv(path, &pointers)
        throw Misconfigured("\(path): \(SystemError.text(errno))")
    }
}
