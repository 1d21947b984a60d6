import ArgumentParser
import Glibc
import IPC
import KubeAPI
import Model

/// `plan`: what would be done for manifests in a file, against nothing, a recorded state or a live API server.
struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Print what would be done for a manifest.",
        discussion: """
            Without --live and --snapshot, as if nothing were there yet. Exit status: 0 nothing to do, 2 something to do, 1 an error.
            """)

    enum Form: String, ExpressibleByArgument, CaseIterable { case text, json }

    @Option(name: [.customShort("f"), .customLong("file")], help: "The manifest; - is standard input.")
    var file: String

    @Option(help: "A file with the operator's configuration; its other documents are objects that are there already.")
    var configuration: String?

    @Option(help: "A kubeconfig: plan against what that API server holds. Reads only.")
    var live: String?

    @Option(help: "A file with the state to plan against: event lines of the watcher, or objects.")
    var snapshot: String?

    @Option(name: [.customShort("n"), .long], help: "The namespace of objects that name none.")
    var namespace = "default"

    @Option(name: [.customShort("o"), .long], help: "text or json.")
    var output = Form.text

    func validate() throws {
        if live != nil, snapshot != nil { throw ValidationError("--live and --snapshot exclude each other") }
    }

    func run() async {
        await Program.run {
            let plans = try await plans()
            switch output {
            case .text: StandardStream.out(plans.map(\.text).joined(separator: "\n") + "\n")
            case .json: StandardStream.out((plans.count == 1 ? plans[0].json : JSON(plans.map(\.json))).text(.pretty) + "\n")
            }
            if plans.contains(where: { !$0.isEmpty }) { Glibc.exit(2) }
        }
    }

    private func plans() async throws -> [Plan] {
        let manifests = try manifests()
        var state = Snapshot.empty
        if let snapshot { state = try Snapshot(file: snapshot) }
        if let live {
            let access = try KubeConfiguration.load(kubeconfig: live)
            let agent = "postgres-operator-reconciler/\(Build.version)"
            state = try await Snapshot(kube: KubeClient(configuration: access, userAgent: agent), namespace: nil)
        }
        var options = EngineOptions(environment: IPC.Environment.current)
        options.isDryRun = true
        options.controllerID = ""
        try use(configuration, in: &options, &state)
        var core = EngineCore(options: options, newPassword: { _ in Rendered.secret })
        return try PlanRun.plans(of: state.messages(replacing: manifests), core: &core)
    }

    /// The configuration's file outranks what the state holds.
    private func use(_ path: String?, in options: inout EngineOptions, _ state: inout Snapshot) throws {
        guard let path else { return }
        let documents = try Documents(TextFile.read(path)).items.map { named($0.object) }
        let place =
            documents.lastIndex { $0["kind"]?.string == "OperatorConfiguration" }
            ?? documents.lastIndex { $0["kind"]?.string == "ConfigMap" }
        for object in documents {
            guard let type = ResourceType.of(apiVersion: object["apiVersion"]?.string ?? "", kind: object["kind"]?.string ?? "") else {
                continue
            }
            state.objects.append((type, object))
        }
        guard let place, let key = ObjectKey(documents[place]) else { return }
        options.configurationObject = nil
        options.configurationMap = nil
        if documents[place]["kind"]?.string == "OperatorConfiguration" {
            options.configurationObject = key.name
            options.operatorNamespace = key.namespace
        } else {
            options.configurationMap = key
        }
    }

    private func manifests() throws -> [JSON] {
        var manifests: [JSON] = []
        for item in try Documents(TextFile.read(file)).items {
            if let problem = ManifestKind.problem(item.object) { throw Refused(description: "\(file): \(problem)") }
            let object = named(item.object)
            let (manifest, problems) = Manifest.read(object)
            for problem in problems { StandardStream.error(InputReader.line(problem, file, item) + "\n") }
            guard manifest != nil else { throw Refused(description: "\(file): the manifest is refused") }
            manifests.append(object)
        }
        return manifests
    }

    private func named(_ object: JSON) -> JSON {
        var object = object
        if (object.at("metadata", "namespace")?.string ?? "").isEmpty { object.set(["metadata", "namespace"], to: .string(namespace)) }
        return object
    }

    private struct Refused: Error, CustomStringConvertible {
        var description: String
    }
}

extension Snapshot {
    static var empty: Snapshot { Snapshot(objects: []) }

    private init(objects: [(ResourceType, JSON)]) { self.objects = objects }
}

/// `snapshot`: prints the state of an API server as far as plans depend on it, Secrets' values hidden, to be planned against elsewhere.
struct SnapshotCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "snapshot", abstract: "Print what plans depend on, for plan --snapshot. Values of Secrets are hidden.")

    @Option(help: "The kubeconfig of the API server.")
    var live: String

    @Option(name: [.customShort("n"), .long], help: "Only this namespace.")
    var namespace: String?

    func run() async {
        await Program.run {
            let access = try KubeConfiguration.load(kubeconfig: live)
            let agent = "postgres-operator-reconciler/\(Build.version)"
            let state = try await Snapshot(kube: KubeClient(configuration: access, userAgent: agent), namespace: namespace)
            let items = state.objects.map { type, object in
                Redactor.redacted(WatcherMessage.applied(type: type, object: object).body)["object"] ?? .null
            }
            let list: JSON = ["apiVersion": "v1", "kind": "List", "items": JSON(items)]
            StandardStream.out(list.text() + "\n")
        }
    }
}
