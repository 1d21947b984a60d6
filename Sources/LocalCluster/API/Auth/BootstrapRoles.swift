import Model

/// The roles and bindings that every cluster has from its start, as far as something here can tell.
enum BootstrapRoles {
    static let group = "rbac.authorization.k8s.io"

    static var clusterRoles: [JSON] {
        [
            role("cluster-admin", [rule(["*"], groups: ["*"], ["*"]), paths(["*"], verbs: ["*"])]),
            role("admin", edit + [rule(write + read, groups: [group], ["roles", "rolebindings"])]),
            role("edit", edit),
            role("view", view),
            role(
                "system:basic-user",
                [
                    rule(["create"], groups: ["authorization.k8s.io"], ["selfsubjectaccessreviews", "selfsubjectrulesreviews"]),
                    rule(["create"], groups: ["authentication.k8s.io"], ["selfsubjectreviews"]),
                ]),
            role(
                "system:discovery",
                [
                    paths([
                        "/api", "/api/*", "/apis", "/apis/*", "/healthz", "/livez", "/openapi", "/openapi/*",
                        "/readyz", "/version", "/version/",
                    ])
                ]),
            role("system:public-info-viewer", [paths(["/healthz", "/livez", "/readyz", "/version", "/version/"])]),
            postgresPod,
        ]
    }

    static var clusterRoleBindings: [JSON] {
        [
            binding("cluster-admin", groups: ["system:masters"]),
            binding("system:basic-user", groups: ["system:authenticated"]),
            binding("system:discovery", groups: ["system:authenticated"]),
            binding("system:public-info-viewer", groups: ["system:authenticated", "system:unauthenticated"]),
        ]
    }

    /// What Patroni in a pod may do. It belongs to the operator's installation; here it is there from the start, so that a first cluster comes
    /// up also where nothing was installed.
    private static let postgresPod = role(
        "postgres-pod",
        [
            rule(write + read, groups: [""], ["configmaps", "endpoints"]),
            rule(["get", "list", "patch", "update", "watch"], groups: [""], ["pods"]),
            rule(["create"], groups: [""], ["services"]),
        ])

    private static let read = ["get", "list", "watch"]
    private static let write = ["create", "delete", "deletecollection", "patch", "update"]

    private static let coreObjects = [
        "configmaps", "endpoints", "persistentvolumeclaims", "pods", "replicationcontrollers", "serviceaccounts", "services",
    ]

    private static let view = [
        rule(
            read, groups: [""],
            coreObjects + [
                "persistentvolumeclaims/status", "replicationcontrollers/scale", "services/status", "bindings", "events", "limitranges",
                "namespaces", "namespaces/status", "pods/log", "pods/status", "replicationcontrollers/status", "resourcequotas",
                "resourcequotas/status",
            ]),
        rule(read, groups: ["discovery.k8s.io"], ["endpointslices"]),
        rule(
            read, groups: ["apps"],
            [
                "controllerrevisions", "daemonsets", "daemonsets/status", "deployments", "deployments/scale", "deployments/status",
                "replicasets", "replicasets/scale", "replicasets/status", "statefulsets", "statefulsets/scale", "statefulsets/status",
            ]),
        rule(read, groups: ["batch"], ["cronjobs", "cronjobs/status", "jobs", "jobs/status"]),
        rule(read, groups: ["policy"], ["poddisruptionbudgets", "poddisruptionbudgets/status"]),
        rule(read, groups: ["networking.k8s.io"], ["networkpolicies"]),
        rule(read, groups: ["coordination.k8s.io"], ["leases"]),
    ]

    private static let edit =
        view + [
            rule(write + read, groups: [""], coreObjects + ["events", "replicationcontrollers/scale", "secrets"]),
            rule(["create"], groups: [""], ["pods/eviction", "serviceaccounts/token"]),
            rule(read, groups: [""], ["pods/attach", "pods/exec", "pods/portforward", "pods/proxy", "services/proxy"]),
            rule(
                write + read, groups: ["apps"],
                [
                    "daemonsets", "deployments", "deployments/scale", "replicasets", "replicasets/scale", "statefulsets",
                    "statefulsets/scale",
                ]),
            rule(write + read, groups: ["batch"], ["cronjobs", "jobs"]),
            rule(write + read, groups: ["policy"], ["poddisruptionbudgets"]),
            rule(write + read, groups: ["networking.k8s.io"], ["networkpolicies"]),
            rule(write + read, groups: ["coordination.k8s.io"], ["leases"]),
        ]

    private static func rule(_ verbs: [String], groups: [String], _ resources: [String]) -> JSON {
        ["verbs": JSON(verbs), "apiGroups": JSON(groups), "resources": JSON(resources)]
    }

    private static func paths(_ paths: [String], verbs: [String] = ["get"]) -> JSON {
        ["verbs": JSON(verbs), "nonResourceURLs": JSON(paths)]
    }

    private static let labels: JSON = ["kubernetes.io/bootstrapping": "rbac-defaults"]

    private static func role(_ name: String, _ rules: [JSON]) -> JSON {
        [
            "kind": "ClusterRole", "apiVersion": .string("\(group)/v1"), "metadata": ["name": .string(name), "labels": labels],
            "rules": .array(rules),
        ]
    }

    private static func binding(_ name: String, groups: [String]) -> JSON {
        [
            "kind": "ClusterRoleBinding", "apiVersion": .string("\(group)/v1"), "metadata": ["name": .string(name), "labels": labels],
            "roleRef": ["apiGroup": .string(group), "kind": "ClusterRole", "name": .string(name)],
            "subjects": .array(groups.map { ["apiGroup": .string(group), "kind": "Group", "name": .string($0)] }),
        ]
    }
}
