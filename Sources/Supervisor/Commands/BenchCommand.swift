import ArgumentParser
import Glibc
import IPC
import Model
import Synchronization

/// `postgres-operator bench ipc` and `bench restart`: measure, and print one JSON object; for `make bench`.
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure the connections between the processes, and restarts.", shouldDisplay: false,
        subcommands: [IPCCommand.self, RestartBenchmark.self])

    struct IPCCommand: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "ipc", abstract: "Lines a second through one connection.")

        @Option(help: "Small lines to send.") var lines = 300_000

        func run() {
            let lines = lines
            let done = Mutex<Swift.Result<JSON, any Error>?>(nil)
            // The program is synchronous; the connections are not.
            Task {
                let result: Swift.Result<JSON, any Error>
                do { result = .success(try await measure(lines)) } catch { result = .failure(error) }
                done.withLock { $0 = result }
            }
            Program.runBlocking {
                while true {
                    if let result = done.withLock({ $0 }) {
                        print(try result.get().text(.pretty))
                        return
                    }
                    usleep(10_000)
                }
            }
        }
    }

    private static func measure(_ lines: Int) async throws -> JSON {
        _ = try await IPCBenchmark.small.run(lines: max(1, lines / 10))
        return [
            "small": form(try await IPCBenchmark.small.run(lines: lines)),
            "objects": form(try await IPCBenchmark.object.run(lines: max(1, lines / 20))),
        ]
    }

    private static func form(_ result: IPCBenchmark.Result) -> JSON {
        [
            "lines": JSON(result.lines), "seconds": .double(result.seconds), "cpuSeconds": .double(result.cpuSeconds),
            "linesPerSecond": .double(result.linesPerSecond.rounded()),
            "megabytesPerSecond": .double((result.megabytesPerSecond * 10).rounded() / 10),
        ]
    }
}
