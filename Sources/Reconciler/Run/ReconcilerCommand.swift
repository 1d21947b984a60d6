public import ArgumentParser
import IPC
public import Model
import Synchronization

/// The program `postgres-operator-reconciler`: the worker, and the tools around plans.
public struct ReconcilerCommand: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "postgres-operator-reconciler",
        abstract: "Plans and applies what PostgreSQL clusters need; prints plans, objects and definitions.",
        version: Build.version,
        subcommands: [
            RunCommand.self, PlanCommand.self, SnapshotCommand.self, RenderCommand.self, ValidateCommand.self, CRDsCommand.self,
            ExplainCommand.self, ReferenceCommand.self, MeasureCommand.self,
        ],
        defaultSubcommand: RunCommand.self)

    public init() {}

    /// All that the release program does.
    public static func start() async { await main() }

    /// The same with a closure that is called with each manifest before it is handled. For test programs, which let a certain manifest
    /// kill the process; no release program calls this.
    public static func run(onHandle: @escaping @Sendable (ObjectKey, JSON) -> Void) async {
        HandlingHook.closure.withLock { $0 = onHandle }
        await main()
    }
}

/// Carries a test program's closure to the worker's command, which the argument parser makes.
enum HandlingHook {
    static let closure = Mutex<(@Sendable (ObjectKey, JSON) -> Void)?>(nil)
}
