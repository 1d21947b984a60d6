import ArgumentParser
import IPC

/// The default: the worker.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve the operator's orders on dbprovisioner.sock (default).")

    @OptionGroup var worker: WorkerOptions

    @Option(help: "Apply one order from standard input to this server, print what was done, and end.")
    var conninfo: String?

    @Flag(help: "With --conninfo: only print what would be done.")
    var dryRun = false

    func validate() throws {
        guard !dryRun || conninfo != nil else { throw ValidationError("--dry-run goes with --conninfo") }
    }

    func run() async throws {
        if let conninfo {
            await ByHand(conninfo: conninfo, file: "-", mode: dryRun ? .plan : .apply).run(output: .text)
        }
        await Worker.run("dbprovisioner", options: worker) { context in try await OrderService(context: context).run() }
    }
}
