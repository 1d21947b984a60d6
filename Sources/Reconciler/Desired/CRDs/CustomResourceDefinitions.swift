public import Model

/// The CRDs of the three kinds, made from the tables of fields that their readers use.
public enum CustomResourceDefinitions {
    /// As the operator registers them, and as `deploy/crds` holds them.
    public static let all: [JSON] = all(categories: ["all"])

    /// - Parameter categories: the groups that `kubectl get` knows `postgresqls` under.
    public static func all(categories: [String]) -> [JSON] { [postgresqls(categories), operatorConfigurations, postgresTeams] }

    private static func postgresqls(_ categories: [String]) -> JSON {
        definition(
            .postgresqls, listKind: "postgresqlList", singular: "postgresql", shortNames: ["pg"], categories: categories,
            columns: [
                column("Team", "string", ".spec.teamId", "Team responsible for the cluster"),
                column("Version", "string", ".spec.postgresql.version", "PostgreSQL version"),
                column("Pods", "integer", ".spec.numberOfInstances", "Number of pods wanted"),
                column("Volume", "string", ".spec.volume.size", "Size of each volume"),
                column("CPU-Request", "string", ".spec.resources.requests.cpu", "CPU that each pod asks for"),
                column("Memory-Request", "string", ".spec.resources.requests.memory", "Memory that each pod asks for"),
                column("Age", "date", ".metadata.creationTimestamp", "Time since the cluster was made"),
                column("Status", "string", ".status.PostgresClusterStatus", "State of the cluster"),
            ],
            schema: [
                ("spec", Shape.object(ManifestFields.spec).openAPI.described("What the cluster shall be.")), ("status", status),
            ], required: ["metadata", "spec"],
            subresources: [
                "status": [:],
                "scale": [
                    "specReplicasPath": ".spec.numberOfInstances", "statusReplicasPath": ".status.numberOfInstances",
                    "labelSelectorPath": ".status.labelSelector",
                ],
            ])
    }

    /// Older operators wrote other keys, so whatever is there is kept.
    private static let status: JSON = [
        "type": "object", "x-kubernetes-preserve-unknown-fields": true,
        "description": "What became of it; written by the operator.",
        "properties": [
            "PostgresClusterStatus": ["type": "string"], "observedGeneration": ["type": "integer", "format": "int64"],
            "numberOfInstances": ["type": "integer", "format": "int32"], "labelSelector": ["type": "string"],
        ],
    ]

    private static let operatorConfigurations: JSON = definition(
        .operatorConfigurations, listKind: "OperatorConfigurationList", singular: "operatorconfiguration", shortNames: ["opconfig"],
        categories: ["all"],
        columns: [
            column("Image", "string", ".configuration.docker_image", "Image of the database pods"),
            column("Cluster-Label", "string", ".configuration.kubernetes.cluster_name_label", "Label that names the cluster"),
            column("Service-Account", "string", ".configuration.kubernetes.pod_service_account_name", "ServiceAccount of the pods"),
            column("Min-Instances", "integer", ".configuration.min_instances", "Fewest pods a cluster may have"),
            column("Age", "date", ".metadata.creationTimestamp", nil),
        ],
        schema: [
            ("configuration", Shape.object(ConfigurationFields.all).openAPI.described("The operator's settings.")), ("status", openStatus),
        ], required: ["metadata", "configuration"], subresources: ["status": [:]])

    private static let openStatus: JSON = ["type": "object", "x-kubernetes-preserve-unknown-fields": true]

    private static let postgresTeams: JSON = definition(
        .postgresTeams, listKind: "PostgresTeamList", singular: "postgresteam", shortNames: ["pgteam"], categories: ["all"], columns: [],
        schema: [
            ("spec", Shape.object(TeamFields.spec).openAPI.described("Who belongs to which team beside the Teams API's members.")),
            ("status", openStatus),
        ], required: ["metadata", "spec"], subresources: ["status": [:]])

    private static func column(_ name: String, _ type: String, _ path: String, _ text: String?) -> JSON {
        var column: JSON = ["name": .string(name), "type": .string(type), "jsonPath": .string(path)]
        if let text { column["description"] = .string(text) }
        return column
    }

    private static func definition(
        _ type: ResourceType, listKind: String, singular: String, shortNames: [String], categories: [String], columns: [JSON],
        schema: [(String, JSON)], required: [String], subresources: JSON
    ) -> JSON {
        let properties: [(String, JSON)] =
            [("apiVersion", ["type": "string"]), ("kind", ["type": "string"]), ("metadata", ["type": "object"])] + schema
        var version: JSON = [
            "name": .string(type.version), "served": true, "storage": true, "subresources": subresources,
            "schema": ["openAPIV3Schema": ["type": "object", "required": JSON(required), "properties": .object(JSONObject(properties))]],
        ]
        if !columns.isEmpty { version["additionalPrinterColumns"] = .array(columns) }
        return [
            "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
            "metadata": ["name": .string(type.resourceAndGroup), "labels": ["app.kubernetes.io/name": "postgres-operator"]],
            "spec": [
                "group": .string(type.group), "scope": "Namespaced",
                "names": [
                    "kind": .string(type.kind), "listKind": .string(listKind), "plural": .string(type.plural),
                    "singular": .string(singular),
                    "shortNames": JSON(shortNames), "categories": JSON(categories),
                ], "versions": [version],
            ],
        ]
    }
}

extension JSON {
    fileprivate func described(_ text: String) -> JSON {
        .object(JSONObject([("description", .string(text))] + (object ?? [:]).map { ($0.key, $0.value) }))
    }
}
