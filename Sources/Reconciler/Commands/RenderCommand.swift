public import ArgumentParser
import Glibc
import Model
import YAML

/// How objects are printed.
public enum OutputForm: String, ExpressibleByArgument, CaseIterable, Sendable {
    case yaml, json
}

/// Where the offline commands find manifests, configuration and objects.
public struct InputOptions: ParsableArguments {
    @Option(name: [.customShort("f"), .customLong("file")], help: "The manifest; - is standard input.")
    public var file: String

    @Option(help: "A file with the operator's configuration; its other documents are objects that are there already.")
    public var configuration: String?

    @Option(help: "A file with objects that are there already.")
    public var inputs: String?

    @Option(name: [.customShort("n"), .long], help: "The namespace of objects that name none.")
    public var namespace = "default"

    public init() {}
}

/// `render`: prints the objects that a manifest stands for.
public struct RenderCommand: ParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "render", abstract: "Print the Kubernetes objects that a manifest stands for.",
        discussion: "Secret values are shown as \(Rendered.secret). Exit status 1 where the manifest is refused.")

    @OptionGroup var options: InputOptions

    @Option(name: [.customShort("o"), .long], help: "yaml or json.")
    var output = OutputForm.yaml

    public init() {}

    public func run() throws {
        let reader = InputReader(namespace: options.namespace)
        guard let manifests = reader.documents(options.file),
            let inputs = reader.inputs(options.configuration, options.inputs, beside: manifests)
        else { throw ExitCode.failure }
        guard !inputs.problems.hasErrors else {
            reader.report(inputs.problems, options.configuration ?? "", nil)
            throw ExitCode.failure
        }
        reader.report(inputs.problems, options.configuration ?? "", nil)
        var rendered = Rendered()
        for item in manifests.items {
            var one = Rendered()
            if let problem = ManifestKind.problem(item.object) {
                // Beside a manifest there may be what it needs.
                if manifests.hasManifest, !ManifestKind.isMeant(item.object) { continue }
                reader.report([problem], options.file, item)
                rendered.refuse()
                continue
            }
            one.add(item.object, namespace: options.namespace, inputs)
            reader.report(one.problems, options.file, item)
            rendered.merge(one)
        }
        print(rendered.sorted)
        if rendered.isRefused || manifests.items.isEmpty { throw ExitCode.failure }
    }

    private func print(_ objects: [JSON]) {
        switch output {
        case .json: StandardStream.out(JSON(objects).text(.pretty) + "\n")
        case .yaml: StandardStream.out(objects.isEmpty ? "[]\n" : objects.map { $0.yaml() }.joined(separator: "---\n"))
        }
    }
}

/// Whether a document is a manifest of ours.
enum ManifestKind {
    /// Whether somebody meant it to be one of ours: by its API group, or by its name in other letters.
    static func isMeant(_ object: JSON) -> Bool {
        (object["apiVersion"]?.string ?? "").hasPrefix(ResourceType.postgresqls.group) || object["kind"]?.string == nil
            || object["kind"]?.string?.lowercased() == ResourceType.postgresqls.kind
    }

    static func problem(_ object: JSON) -> Problem? {
        let (version, kind) = (object["apiVersion"] ?? .null, object["kind"] ?? .null)
        if kind.string != ResourceType.postgresqls.kind { return .error("kind", value: kind, "postgresql is needed") }
        if version.string != ResourceType.postgresqls.apiVersion {
            return .error("apiVersion", value: version, "acid.zalan.do/v1 is needed")
        }
        return nil
    }
}

/// Reads the files of the offline commands and tells what is wrong with them.
struct InputReader {
    let namespace: String

    func documents(_ path: String) -> Documents? {
        do {
            return try Documents(TextFile.read(path))
        } catch {
            StandardStream.error("error: \(path == "-" ? "standard input" : path): \(error)\n")
            return nil
        }
    }

    func inputs(_ configuration: String?, _ inputs: String?, beside manifests: Documents? = nil) -> OfflineInputs? {
        var objects: [[JSON]] = []
        for path in [configuration, inputs] {
            guard let path else {
                objects.append([])
                continue
            }
            guard let documents = documents(path) else { return nil }
            objects.append(documents.items.map(\.object))
        }
        let others = (manifests?.items ?? []).map(\.object).filter { ManifestKind.problem($0) != nil }
        return OfflineInputs(
            configuration: objects[0], inputs: others + objects[1], namespace: namespace, environment: ProcessEnvironment.all)
    }

    /// One line a problem: where, how bad, which field, which value, what would be right.
    func report(_ problems: [Problem], _ file: String, _ item: Documents.Item?) {
        for problem in problems { StandardStream.error(Self.line(problem, file, item) + "\n") }
    }

    static func line(_ problem: Problem, _ file: String, _ item: Documents.Item?) -> String {
        let name = file == "-" ? "standard input" : file
        let line = (problem.line ?? item?.line(of: problem.path)).map { ":\($0)" } ?? ""
        let kind = problem.severity == .warning ? "warning" : problem.severity == .unknown ? "unknown field" : "error"
        return "\(name)\(line): \(kind): \(problem)"
    }
}

/// The process's environment.
enum ProcessEnvironment {
    static var all: [String: String] {
        var variables: [String: String] = [:]
        for name in ["OPERATOR_NAMESPACE", "WATCHED_NAMESPACE", "SCALYR_API_KEY"] {
            if let value = getenv(name) { variables[name] = String(cString: value) }
        }
        return variables
    }
}
