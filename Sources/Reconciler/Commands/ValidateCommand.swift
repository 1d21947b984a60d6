public import ArgumentParser
import Model
import YAML

/// `validate`: prints every problem of manifests and configurations.
public struct ValidateCommand: ParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "validate", abstract: "Print every problem of a manifest, or of a configuration.",
        discussion: "A line a problem: file, line, field, value, what would be right. Exit status 0, or 1 with problems.")

    @Option(name: [.customShort("f"), .customLong("file")], help: "The file; - is standard input.")
    var file: String

    public init() {}

    public func run() throws {
        let reader = InputReader(namespace: "default")
        guard let documents = reader.documents(file) else { throw ExitCode.failure }
        var isValid = true
        if documents.items.isEmpty {
            StandardStream.out("\(file): error: an object is needed, and the file holds none\n")
            isValid = false
        }
        for item in documents.items where Validation.concerns(item.object, among: documents) {
            for problem in sorted(Validation.problems(item.object), item) {
                StandardStream.out(InputReader.line(problem, file, item) + "\n")
                // A deprecated field is a problem for later.
                isValid = isValid && problem.severity == .warning
            }
        }
        if !isValid { throw ExitCode.failure }
    }

    /// In the order of the file.
    private func sorted(_ problems: [Problem], _ item: Documents.Item) -> [Problem] {
        let lines = problems.map { $0.line ?? item.line(of: $0.path) ?? 0 }
        return problems.indices.sorted { (lines[$0], $0) < (lines[$1], $1) }.map { problems[$0] }
    }
}

/// Problems of any object of ours.
enum Validation {
    /// Whether a document of a file is to be looked at: all of ours, and others only where the file holds none of ours.
    static func concerns(_ object: JSON, among documents: Documents) -> Bool {
        ManifestKind.isMeant(object) || !documents.items.contains { ManifestKind.isMeant($0.object) }
    }

    static func problems(_ object: JSON) -> [Problem] {
        switch object["kind"]?.string {
        case "OperatorConfiguration", "ConfigMap": return ConfigurationDocument.read(object).1
        case "PostgresTeam": return SchemaCheck.problems(object["spec"] ?? .null, TeamFields.spec, path: "spec")
        default:
            if let problem = ManifestKind.problem(object) { return [problem] + (object["spec"] == nil ? [] : Manifest.read(object).1) }
            return Manifest.read(object).1
        }
    }
}
