import ArgumentParser
import Glibc

struct KubeconfigOption: ParsableArguments {
    @Option(name: .long, help: "The kubeconfig of the API server to work for.")
    var kubeconfig: String
}

/// `controllers`: the controllers alone, in the foreground.
struct ControllersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "controllers", abstract: "Run the controllers alone, against any API server.")

    @OptionGroup var target: KubeconfigOption

    func run() async throws {
        try await LocalClusterCommand.report { try await Controllers.run(kubeconfig: target.kubeconfig) }
    }
}

/// `node`: the node alone, in the foreground.
struct NodeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "node", abstract: "Run the node alone, against any API server.")

    @OptionGroup var target: KubeconfigOption
    @Flag(name: .long, help: "Make every pod Ready without running anything.")
    var simulate = false
    @Option(name: .long, help: "Where volumes and logs of pods are kept; by default beside the kubeconfig.")
    var dir: String?

    func run() async throws {
        let beside = target.kubeconfig.lastIndex(of: "/").map { String(target.kubeconfig[..<$0]) } ?? "."
        let directory = ClusterDirectory(dir ?? beside)
        try await LocalClusterCommand.report {
            try await Node.run(kubeconfig: target.kubeconfig, simulate: simulate, dir: directory.path)
        }
    }
}
