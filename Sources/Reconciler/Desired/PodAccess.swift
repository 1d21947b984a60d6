import Model
import YAML

/// The ServiceAccount of the pods and the RoleBinding that lets Patroni keep its state; both serve a whole namespace.
struct PodAccessBuilder {
    let context: ClusterContext

    private var configuration: Configuration { context.configuration }
    private var name: String { configuration.podServiceAccountName }

    func build() -> [WantedObject] { [serviceAccount, roleBinding] }

    private var serviceAccount: WantedObject {
        var body = PodAccessDefinition.serviceAccount(configuration.podServiceAccountDefinition)
        body.set(["metadata", "name"], to: .string(name))
        body.set(["metadata", "namespace"], to: .string(context.namespace))
        if !configuration.irsaRoleArn.isEmpty {
            body.set(["metadata", "annotations", AWSRole.annotation], to: .string(configuration.irsaRoleArn))
        }
        return WantedObject(ObjectReference(.serviceAccounts, namespace: context.namespace, name: name), body: body)
    }

    private var roleBinding: WantedObject {
        var body =
            PodAccessDefinition.roleBinding(configuration.podServiceAccountRoleBindingDefinition) ?? [
                "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding", "metadata": ["name": .string(name)],
                "roleRef": ["apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": .string(name)],
                "subjects": [["kind": "ServiceAccount", "name": .string(name)]],
            ]
        body.set(["metadata", "namespace"], to: .string(context.namespace))
        let key = body.at("metadata", "name")?.string ?? name
        return WantedObject(ObjectReference(.roleBindings, namespace: context.namespace, name: key), body: body, policy: .createOnly)
    }
}

/// The definitions of these two that the configuration may hold, as JSON or YAML.
enum PodAccessDefinition {
    static func serviceAccount(_ text: String) -> JSON {
        read(text, kind: "ServiceAccount") ?? ["apiVersion": "v1", "kind": "ServiceAccount"]
    }

    static func roleBinding(_ text: String) -> JSON? { read(text, kind: "RoleBinding") }

    private static func read(_ text: String, kind: String) -> JSON? {
        guard let value = try? YAML.documents(text).first?.value, value["kind"]?.string == kind else { return nil }
        return value
    }

    /// What is wrong with the definitions of a configuration; `path` says where a setting stands.
    static func problems(_ configuration: Configuration, path: (String) -> String) -> [Problem] {
        let definitions = [
            ("pod_service_account_definition", "ServiceAccount", configuration.podServiceAccountDefinition),
            ("pod_service_account_role_binding_definition", "RoleBinding", configuration.podServiceAccountRoleBindingDefinition),
        ]
        return definitions.compactMap { key, kind, text in
            text.isEmpty || read(text, kind: kind) != nil
                ? nil : .error(path(key), value: .string(text), "a \(kind) as JSON or YAML is needed")
        }
    }
}
