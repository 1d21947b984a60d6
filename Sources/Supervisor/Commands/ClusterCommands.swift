import ArgumentParser
import IPC
import Model

extension AskOptions {
    /// Asks the running reconciler and shows what it says.
    func show(_ query: ReconcilerQuery) throws {
        switch try ask("reconciler", query, for: ReconcilerAnswer.self) {
        case .result(let text, let value): show(text, value)
        case .refused(let reason): throw Failure(reason)
        }
    }
}

extension ObjectKey: ExpressibleByArgument {
    /// `namespace/name`, or `name` in the namespace `default`.
    public init?(argument: String) {
        guard let key = ObjectKey(parsing: argument) else { return nil }
        self.init(namespace: key.namespace.isEmpty ? "default" : key.namespace, name: key.name)
    }
}

/// `postgres-operator plan [CLUSTER]`, and `plan -f FILE`, which the reconciler's program does alone.
struct PlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Show what the operator would do now, for one cluster or for all; with -f FILE: for a manifest, offline.")

    @Argument(help: "NAMESPACE/NAME; NAME alone is looked for in the namespace default.") var cluster: ObjectKey?
    @OptionGroup var options: AskOptions

    func run() { Program.runBlocking { try options.show(.plan(cluster: cluster)) } }
}

/// `postgres-operator explain CLUSTER`
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Show why a cluster is as it is: its last plan, and what it waits for.")

    @Argument(help: "NAMESPACE/NAME; NAME alone is looked for in the namespace default.") var cluster: ObjectKey
    @OptionGroup var options: AskOptions

    func run() { Program.runBlocking { try options.show(.explain(cluster: cluster)) } }
}

/// `postgres-operator sync [CLUSTER]`
struct SyncCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync", abstract: "Compare and apply now, for one cluster or for all, without waiting for the periodic sync.")

    @Argument(help: "NAMESPACE/NAME; NAME alone is looked for in the namespace default.") var cluster: ObjectKey?
    @OptionGroup var options: AskOptions

    func run() { Program.runBlocking { try options.show(.sync(cluster: cluster)) } }
}

/// `postgres-operator render …`: the reconciler's own command.
struct RenderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "render", abstract: "Print the objects of a manifest, offline (postgres-operator-reconciler render).")

    @Argument(parsing: .captureForPassthrough) var arguments: [String] = []

    func run() { Program.runBlocking { try WorkerPath.replaceProcess("reconciler", ["render"] + arguments) } }
}

/// `postgres-operator validate …`: the reconciler's own command.
struct ValidateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate", abstract: "Check manifests and configurations, offline (postgres-operator-reconciler validate).")

    @Argument(parsing: .captureForPassthrough) var arguments: [String] = []

    func run() { Program.runBlocking { try WorkerPath.replaceProcess("reconciler", ["validate"] + arguments) } }
}
