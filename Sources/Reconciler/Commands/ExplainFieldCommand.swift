public import ArgumentParser
import Model

/// `explain field`: what a field of the manifest or a setting does.
public struct ExplainFieldCommand: ParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "field", abstract: "Say what a field or setting does, where its value comes from and where it goes.")

    @Argument(help: "A field such as spec.volume.size, or a setting such as docker_image.")
    var path: String

    @Option(name: [.customShort("f"), .customLong("file")], help: "The manifest to look the value up in; - is standard input.")
    var file: String?

    @Option(name: .customLong("configuration"), help: "The file with the operator's configuration.")
    var configurationFile: String?

    public init() {}

    public func run() throws {
        let reader = InputReader(namespace: "default")
        guard let inputs = reader.inputs(configurationFile, nil) else { throw ExitCode.failure }
        var manifest: Documents.Item?
        if let file {
            guard let documents = reader.documents(file) else { throw ExitCode.failure }
            manifest = documents.items.first { ManifestKind.problem($0.object) == nil }
        }
        let explanation = FieldExplanation(path: path, manifest: manifest, origin: file ?? "", configuration: inputs.configuration)
        guard explanation.isFound else {
            StandardStream.error(explanation.lines.map { "error: \($0)\n" }.joined())
            throw ExitCode.failure
        }
        StandardStream.out(explanation.lines.map { $0 + "\n" }.joined())
    }
}

/// `explain`: the explanations that need no running operator.
public struct ExplainCommand: ParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Explain fields and settings.", subcommands: [ExplainFieldCommand.self])

    public init() {}
}
