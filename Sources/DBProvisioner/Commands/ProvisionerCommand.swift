import ArgumentParser
import IPC

/// The command line of `postgres-operator-dbprovisioner`.
struct ProvisionerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "postgres-operator-dbprovisioner",
        abstract: "Makes the inside of PostgreSQL what an order wants: roles, databases, schemas, privileges, extensions.",
        discussion: """
            Without a subcommand it serves the operator on a socket; with --conninfo it applies one order from standard input.
            plan and apply work against any PostgreSQL from 13 on.
            """,
        version: Build.version,
        subcommands: [ServeCommand.self, PlanCommand.self, ApplyCommand.self],
        defaultSubcommand: ServeCommand.self)

}

enum OutputForm: String, ExpressibleByArgument, CaseIterable {
    case text, json
}

/// What `plan` and `apply` have in common.
struct ByHandOptions: ParsableArguments {
    @Option(help: "How to connect, as libpq has it: \"host=… user=…\" or a URI. Else the order's own connection counts.")
    var conninfo: String?

    @Option(name: [.customShort("f"), .customLong("filename")], help: "The order, YAML or JSON; - is standard input.")
    var file = "-"

    @Option(name: [.customShort("o"), .customLong("output")], help: "text or json.")
    var output = OutputForm.text

    func run(_ mode: ProvisionOptions.Mode) async -> Never {
        await ByHand(conninfo: conninfo, file: file, mode: mode).run(output: output)
    }
}

struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Print what would be done for an order. Reads only.")
    @OptionGroup var options: ByHandOptions
    func run() async { await options.run(.plan) }
}

struct ApplyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "apply", abstract: "Do what an order wants, and print what was done.")
    @OptionGroup var options: ByHandOptions
    func run() async { await options.run(.apply) }
}
