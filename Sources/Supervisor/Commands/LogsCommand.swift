import ArgumentParser
import IPC
import Model

/// `postgres-operator logs`: the newest records of all processes, wherever their stderr goes.
struct LogsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs", abstract: "Show the newest log records of the running operator, of all its processes.")

    @Flag(name: [.short, .long], help: "Go on with the records that come.") var follow = false
    @Option(name: [.customShort("n"), .long], help: "How many of the newest records are looked at; the operator keeps 500.") var newest =
        500
    @Option(help: "Only this process: supervisor, watcher, reconciler or dbprovisioner.") var process: String?
    @Option(help: "Only this cluster, NAMESPACE/NAME; NAME alone is looked for in the namespace default.") var cluster: ObjectKey?
    @OptionGroup var options: AskOptions

    func run() {
        Program.runBlocking {
            let connection = try options.connect("control", sending: ControlRequest.self, receiving: ControlReply.self)
            try connection.send(.logs(newest: newest, follow: follow))
            while let reply = try connection.receive() {
                switch reply {
                case .logs(let records): for record in records where isWanted(record) { show(record) }
                case .refused(let reason): throw Failure(reason)
                case .status: throw Failure("the operator gave another answer than was asked for")
                }
                if !follow { return }
                Program.flush()
            }
            throw Failure("the operator has ended")
        }
    }

    private func isWanted(_ record: JSON) -> Bool {
        if let process, record["process"]?.string != process { return false }
        if let cluster, record["cluster"]?.string != cluster.description { return false }
        return true
    }

    private func show(_ record: JSON) {
        switch options.output {
        case .json: print(record.text())
        case .text: print(LogText(record: record).text)
        }
    }
}

/// A log record for people: `03:04:05.678 info watcher: message (cluster default/demo)`.
struct LogText {
    let record: JSON

    var text: String {
        let known = ["time", "level", "process", "message"]
        let words = known.map { record[$0]?.string ?? "-" }
        let fields = (record.object ?? [:]).filter { !known.contains($0.key) }.map { "\($0.key) \($0.value.string ?? $0.value.text())" }
        let line = "\(words[0].dropFirst(11).dropLast()) \(words[1]) \(words[2]): \(words[3])"
        return fields.isEmpty ? line : "\(line) (\(fields.joined(separator: ", ")))"
    }
}
