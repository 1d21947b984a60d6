import ArgumentParser
import IPC

/// The default: the worker.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve the operator's orders on dbprovisioner.sock (default).")

    @Option(help: "Apply one order from standard input to this server and end.")
    var conninfo: String?

    @Flag(help: "With --conninfo: only print what would be done.")
    var dryRun = false

    func run() async throws {
        if let conninfo {
            var options = ByHandOptions()
            options.conninfo = conninfo
            options.file = "-"
            options.output = .text
            try await options.run(dryRun ? .plan : .apply)
        }
    }
}
