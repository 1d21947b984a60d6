import ArgumentParser
import IPC
import Model

/// `postgres-operator replay FILE`: plays one process to a worker, offline.
struct ReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Feed a recording into one worker: take the recorded peer's place on its socket.",
        discussion: """
            Example: postgres-operator replay watcher.jsonl --connection watcher --recorded-by watcher --runtime-dir DIR, and then \
            postgres-operator-reconciler --runtime-dir DIR --dry-run.
            """)

    enum Side: String, CaseIterable, ExpressibleByArgument {
        /// By the process that listens: what it sent is played.
        case listener
        /// By the process that connects: what it received is played.
        case client
    }

    @Argument(help: "What a worker wrote with --record.") var file: String
    @Option(help: "The connection that is played: watcher, dbprovisioner or reconciler.") var connection = "watcher"
    @Option(help: "Which side has recorded it: listener or client.") var recordedBy = Side.listener
    @Option(help: "Directory in which the socket is made.") var runtimeDir: String?

    func run() {
        Program.runBlocking {
            let recording = try Recording(path: file)
            let hello = Hello(sender: connection, instance: Instance.id)
            let bytes = try recording.playback(connection, recordedBy == .listener ? .outgoing : .incoming, hello: hello)
            let directory = RuntimeDirectory(option: runtimeDir, environment: Environment.current)
            try directory.prepare()
            let listener = try Listener.bind(directory.socket(of: connection))
            Program.say("plays \(bytes.split(separator: 0x0A).count - 1) messages on \(listener.path)")
            // Until it is interrupted: whoever connects, again and again, gets the same.
            while true { try listener.acceptBlocking().playBlocking(bytes) }
        }
    }
}
