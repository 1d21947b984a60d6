import ArgumentParser
import Glibc
import KubeAPI
import Model

/// `postgres-operator-local`: a small Kubernetes cluster on this machine, and its three parts by themselves.
public struct LocalClusterCommand: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "postgres-operator-local",
        abstract: "A local cluster: a small Kubernetes API whose pods are real processes on loopback addresses.",
        discussion: "Exit codes: 0 done, 64 wrong usage, 78 misconfigured, 1 anything else.",
        subcommands: [Up.self, Down.self, APIServerCommand.self, ControllersCommand.self, NodeCommand.self])

    public init() {}

    /// The program: reads the command line and runs what it says.
    public static func start() async { await main() }

    /// Runs a command's work; what goes wrong is one line on stderr and an exit code.
    static func report(_ work: () async throws -> Void) async throws {
        do {
            try await work()
        } catch let error as LocalClusterError {
            say(error.description)
            throw ExitCode(error.exitCode)
        } catch let error as JournalFile.Failure {
            say(error.description)
            throw ExitCode(1)
        } catch let error as KubeConfigurationError {
            say("\(error)")
            throw ExitCode(error.exitCode)
        } catch let error as ExitCode {
            throw error
        } catch {
            say("\(error)")
            throw ExitCode(1)
        }
    }

    static func say(_ text: String) {
        let line = Array("postgres-operator-local: \(text)\n".utf8)
        _ = line.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
    }
}

struct DirectoryOption: ParsableArguments {
    @Option(name: .long, help: "The directory that holds the cluster: kubeconfig, state, logs, volumes.")
    var dir: String

    var directory: ClusterDirectory { ClusterDirectory(dir) }

    func validate() throws {
        if dir.isEmpty { throw ValidationError("--dir wants the path of a directory") }
    }
}

struct PortOption: ParsableArguments {
    @Option(name: .long, help: "The API server's port on 127.0.0.1; 0 takes the one of the last start, or a free one.")
    var port = 0

    func validate() throws {
        guard (0...65535).contains(port) else { throw ValidationError("--port \(port): a port is a number from 0 to 65535") }
    }
}

/// `apiserver`: the API server alone, in the foreground.
struct APIServerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "apiserver", abstract: "Run the API server alone, in the foreground.")

    @OptionGroup var place: DirectoryOption
    @OptionGroup var socket: PortOption
    @Flag(name: .long, help: "Forget the changes before this start: older resourceVersions are answered with 410.")
    var withoutHistory = false
    @Flag(name: .long, help: "Serve plain HTTP, without TLS.")
    var plainHTTP = false

    func run() async throws {
        try await LocalClusterCommand.report {
            try await APIServerProcess(
                directory: place.directory, port: socket.port, keepsHistory: !withoutHistory, usesTLS: !plainHTTP
            ).run()
        }
    }
}

/// `down`: ends a local cluster and removes its directory.
struct Down: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "End a local cluster and remove its directory.")

    @OptionGroup var place: DirectoryOption

    func run() async throws {
        try await LocalClusterCommand.report {
            let directory = place.directory
            // The node first, while it can still tell the API what became of its pods.
            for name in Part.names.reversed() {
                try Part(name: name, directory: directory).stop(seconds: name == "node" ? 20 : 5)
                if name == "node" { await Node.stopPods(dir: directory.path) }
            }
            guard access(directory.settings, F_OK) == 0 else { return }
            SmallFile.removeTree(directory.path)
        }
    }
}
