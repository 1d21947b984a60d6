public import ArgumentParser
import Model
import YAML

/// `measure`: how long the pure part takes, for the benchmarks.
public struct MeasureCommand: ParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "measure", abstract: "Time reading, desired objects and rendering of a manifest.", shouldDisplay: false)

    @OptionGroup var options: InputOptions

    @Option(help: "How often each is done.")
    var rounds = 1000

    public init() {}

    public func run() throws {
        let reader = InputReader(namespace: options.namespace)
        guard let documents = reader.documents(options.file), let inputs = reader.inputs(options.configuration, options.inputs),
            let object = documents.items.first?.object, let manifest = Manifest.read(object).0
        else { throw ExitCode.failure }
        let facts = inputs.facts(for: manifest)
        let clock = ContinuousClock()
        let reading = clock.measure { for _ in 0..<rounds { _ = Manifest.read(object) } }
        var objects = 0
        let wishing = clock.measure {
            for _ in 0..<rounds { objects += desired(manifest, inputs.configuration, facts).objects.count }
        }
        var bytes = 0
        let rendering = clock.measure {
            for _ in 0..<rounds {
                var rendered = Rendered()
                rendered.add(object, namespace: options.namespace, inputs)
                bytes += rendered.sorted.reduce(0) { $0 + $1.yaml().utf8.count }
            }
        }
        StandardStream.out(
            line("read a manifest", reading) + line("desired(), \(objects / max(rounds, 1)) objects", wishing)
                + line("render as YAML, \(bytes / max(rounds, 1)) bytes", rendering))
    }

    private func line(_ name: String, _ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        let nanoseconds = seconds * 1_000_000_000 + attoseconds / 1_000_000_000
        return "\(name): \(nanoseconds / Int64(max(rounds, 1)) / 1000) us\n"
    }
}
