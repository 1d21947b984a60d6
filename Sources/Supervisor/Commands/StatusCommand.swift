import ArgumentParser
import IPC
import Model

/// How a command prints its answer.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument {
    case text
    case json
}

/// The flags of commands that ask the running operator.
struct AskOptions: ParsableArguments {
    @Option(help: "Directory of the operator's sockets, as given to run.")
    var runtimeDir: String?

    @Option(name: [.short, .customLong("output")], help: "text or json.")
    var output = OutputFormat.text

    var directory: RuntimeDirectory { RuntimeDirectory(option: runtimeDir, environment: Environment.current) }

    /// Sends one question to the process behind that socket and returns its answer.
    func ask<Answer: Message, Question: Message>(_ socket: String, _ question: Question, for answer: Answer.Type) throws -> Answer {
        let connection = try connect(socket, sending: Question.self, receiving: Answer.self)
        try connection.send(question)
        guard let reply = try connection.receive() else { throw IPCError.closed(midLine: false) }
        return reply
    }

    func connect<Answer: Message, Question: Message>(
        _ socket: String, sending: Question.Type, receiving: Answer.Type
    ) throws -> BlockingConnection<Answer, Question> {
        let path = directory.socket(of: socket)
        do throws(IPCError) {
            return try BlockingConnection(path: path, hello: Hello(sender: "cli", instance: Instance.id))
        } catch .system("connect", let code, _) {
            throw Failure("no operator answers on \(path): \(SystemError.text(code)); is it running, and is this its --runtime-dir?")
        } catch {
            throw error
        }
    }

    func show(_ text: String, _ value: JSON) {
        switch output {
        case .text: print(text, terminator: text.hasSuffix("\n") ? "" : "\n")
        case .json: print(value.text(.pretty))
        }
    }
}

/// One sentence for the user; ends the process with 1.
struct Failure: Error, CustomStringConvertible {
    let description: String
    init(_ sentence: String) { description = sentence }
}

/// `postgres-operator status`
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show the running operator: processes, watches, clusters.")

    @OptionGroup var options: AskOptions

    func run() {
        Program.runBlocking {
            switch try options.ask("control", ControlRequest.status, for: ControlReply.self) {
            case .status(let status): options.show(StatusText(status: status).text, status)
            case .refused(let reason): throw Failure(reason)
            case .logs: throw Failure("the operator gave another answer than was asked for")
            }
        }
    }
}
