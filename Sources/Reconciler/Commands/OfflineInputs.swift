import Model

/// What the offline commands start from: the configuration, and objects that are there already.
struct OfflineInputs {
    var configuration = Configuration()
    var problems: [Problem] = []
    var operatorNamespace: String
    private var objects: [ObjectReference: JSON] = [:]
    private var teams: [JSON] = []
    private var statefulSets: [ObjectKey: JSON] = [:]
    private var servesStreams = false

    /// - Parameters:
    ///   - configuration: objects of the configuration's file. The OperatorConfiguration, else the last ConfigMap, is the configuration.
    ///   - namespace: for objects that name none.
    init(configuration documents: [JSON], inputs: [JSON], namespace: String, environment: [String: String]) {
        operatorNamespace = environment["OPERATOR_NAMESPACE"].flatMap { $0.isEmpty ? nil : $0 } ?? "default"
        let place =
            documents.lastIndex { $0["kind"]?.string == "OperatorConfiguration" }
            ?? documents.lastIndex { $0["kind"]?.string == "ConfigMap" }
        if let place {
            let (read, problems) = ConfigurationDocument.read(documents[place])
            self.problems = problems
            configuration = read ?? configuration
        }
        configuration = configuration.applying(ConfigurationOverrides(environment: environment))
        for (index, object) in documents.enumerated() where index != place { add(object, namespace) }
        for object in inputs { add(object, namespace) }
    }

    private mutating func add(_ object: JSON, _ namespace: String) {
        guard let name = object.at("metadata", "name")?.string else { return }
        let own = object.at("metadata", "namespace")?.string ?? ""
        let key = ObjectKey(namespace: own.isEmpty ? namespace : own, name: name)
        switch object["kind"]?.string {
        case "Secret": objects[ObjectReference(type: .secrets, key: key)] = Self.encoded(object)
        case "ConfigMap": objects[ObjectReference(type: .configMaps, key: key)] = object
        case "StatefulSet": statefulSets[key] = object
        case "PostgresTeam": teams.append(object)
        case "CustomResourceDefinition": servesStreams = servesStreams || name == ResourceType.fabricEventStreams.resourceAndGroup
        default: break
        }
    }

    /// As the API server stores a Secret: `stringData` has gone into `data`.
    private static func encoded(_ secret: JSON) -> JSON {
        var secret = secret
        for (key, value) in secret["stringData"]?.object ?? [:] {
            secret.set(["data", key], to: value.string.map { .string(Base64Text.encode($0)) })
        }
        secret["stringData"] = nil
        return secret
    }

    func facts(for manifest: Manifest) -> Facts {
        var secrets: [ObjectKey: [String: String]] = [:]
        var configMaps: [ObjectKey: [String: String]] = [:]
        for (reference, object) in objects {
            let data = (object["data"]?.object ?? [:]).compactMap { key, value in value.string.map { (key, $0) } }
            if reference.type == .secrets {
                secrets[reference.key] = Dictionary(data.compactMap { key, value in Base64Text.decode(value).map { (key, $0) } }) { $1 }
            } else {
                configMaps[reference.key] = Dictionary(data) { $1 }
            }
        }
        let infrastructure = InfrastructureRoles.read(
            configuration: configuration, operatorNamespace: operatorNamespace, secrets: secrets, configMaps: configMaps)
        let roles = RoleSet(
            manifest: manifest, configuration: configuration,
            facts: RoleFacts(
                infrastructure: infrastructure, teams: TeamFacts(map: TeamMap(objects: teams)), operatorNamespace: operatorNamespace))
        return Facts(
            roles: roles, objects: objects, newPassword: { _ in Rendered.secret }, operatorNamespace: operatorNamespace,
            liveStatefulSet: statefulSets[ObjectKey(namespace: manifest.namespace, name: manifest.name)], servesStreams: servesStreams)
    }
}
