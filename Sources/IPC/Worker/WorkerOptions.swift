import ArgumentParser
import Logging

/// The flags that every worker has (`@OptionGroup`).
public struct WorkerOptions: ParsableArguments, Sendable {
    @OptionGroup public var logging: LogOptions

    @Option(
        help:
            "Directory of the operator's sockets. Default: $RUNTIME_DIRECTORY, else $XDG_RUNTIME_DIR/postgres-operator, else /run/postgres-operator."
    )
    public var runtimeDir: String?

    @Option(help: "Append every line of this process's connections to this file, secrets redacted.")
    public var record: String?

    public init() {}

    public var runtimeDirectory: RuntimeDirectory { RuntimeDirectory(option: runtimeDir, environment: Environment.current) }
}

/// How a program logs.
public struct LogOptions: ParsableArguments, Sendable {
    @Option(help: "json, text or journal. Default: journal under systemd, text on a terminal, else json.")
    public var logFormat: LogFormat?

    @Option(help: "trace, debug, info, notice, warning, error or critical.")
    public var logLevel: LogLevel = .info

    public init() {}

    /// The same options for another program.
    public var arguments: [String] {
        (logFormat.map { ["--log-format", $0.rawValue] } ?? []) + (logLevel == .info ? [] : ["--log-level", logLevel.rawValue])
    }

    public func start(program: String) {
        Log.start(program: program, format: logFormat, level: Logger.Level(rawValue: logLevel.rawValue) ?? .info)
    }
}

/// swift-log's levels, as a flag.
public enum LogLevel: String, CaseIterable, ExpressibleByArgument, Sendable {
    case trace, debug, info, notice, warning, error, critical
}

extension LogFormat: ExpressibleByArgument {}
