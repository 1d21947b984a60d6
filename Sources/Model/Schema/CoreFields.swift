/// Kubernetes' own types, as far as manifests hold them: field names and types from the public API reference of core/v1.
enum CoreFields {
    static let labelSelector: Shape = .object([
        Field("matchLabels", .stringMap), Field("matchExpressions", .list(requirement)),
    ])

    private static let requirement: Shape = .object([
        Field("key", .string, required: true), Field("operator", .string, required: true), Field("values", .strings),
    ])

    private static let keySelector: [Field] = [
        Field("key", .string, required: true), Field("name", .string, default: ""), Field("optional", .boolean),
    ]

    static let envVar: Shape = .object([
        Field("name", .string, required: true), Field("value", .string),
        Field(
            "valueFrom",
            .object([
                Field("configMapKeyRef", .object(keySelector)), Field("secretKeyRef", .object(keySelector)),
                Field("fieldRef", .object([Field("apiVersion", .string), Field("fieldPath", .string, required: true)])),
                Field(
                    "resourceFieldRef",
                    .object([
                        Field("containerName", .string), Field("divisor", .intOrString), Field("resource", .string, required: true),
                    ])),
                Field(
                    "fileKeyRef",
                    .object([
                        Field("key", .string, required: true), Field("optional", .boolean), Field("path", .string, required: true),
                        Field("volumeName", .string, required: true),
                    ])),
            ])),
    ])

    static let envFromSource: Shape = .object([
        Field("prefix", .string), Field("configMapRef", .object([Field("name", .string, default: ""), Field("optional", .boolean)])),
        Field("secretRef", .object([Field("name", .string, default: ""), Field("optional", .boolean)])),
    ])

    static let containerPort: Shape = .object([
        Field("containerPort", .int32, required: true), Field("hostIP", .string), Field("hostPort", .int32), Field("name", .string),
        Field("protocol", .string, default: "TCP"),
    ])

    static let toleration: Shape = .object([
        Field("key", .string), Field("operator", .string), Field("value", .string), Field("effect", .string),
        Field("tolerationSeconds", .int64),
    ])

    private static let nodeSelectorTerm: Shape = .object([
        Field("matchExpressions", .list(requirement)), Field("matchFields", .list(requirement)),
    ])

    static let nodeAffinity: Shape = .object([
        Field(
            "requiredDuringSchedulingIgnoredDuringExecution",
            .object([Field("nodeSelectorTerms", .list(nodeSelectorTerm), required: true)])),
        Field(
            "preferredDuringSchedulingIgnoredDuringExecution",
            .list(.object([Field("weight", .int32, required: true), Field("preference", nodeSelectorTerm, required: true)]))),
    ])

    static let topologySpreadConstraint: Shape = .object([
        Field("maxSkew", .int32, required: true), Field("topologyKey", .string, required: true),
        Field("whenUnsatisfiable", .string, required: true), Field("labelSelector", labelSelector), Field("matchLabelKeys", .strings),
        Field("minDomains", .int32), Field("nodeAffinityPolicy", .string), Field("nodeTaintsPolicy", .string),
    ])

    private static let httpGet: Shape = .object([
        Field("host", .string),
        Field(
            "httpHeaders", .list(.object([Field("name", .string, required: true), Field("value", .string, required: true)]))),
        Field("path", .string), Field("port", .intOrString, required: true), Field("scheme", .string),
    ])

    static let probe: Shape = .object([
        Field("exec", .object([Field("command", .strings)])), Field("httpGet", httpGet),
        Field("tcpSocket", .object([Field("host", .string), Field("port", .intOrString, required: true)])),
        Field("grpc", .object([Field("port", .int32, required: true), Field("service", .string, default: "")])),
        Field("initialDelaySeconds", .int32), Field("periodSeconds", .int32), Field("timeoutSeconds", .int32),
        Field("successThreshold", .int32), Field("failureThreshold", .int32), Field("terminationGracePeriodSeconds", .int64),
    ])

    private static let handler: Shape = .object([
        Field("exec", .object([Field("command", .strings)])), Field("httpGet", httpGet),
        Field("tcpSocket", .object([Field("host", .string), Field("port", .intOrString, required: true)])),
        Field("sleep", .object([Field("seconds", .int64, required: true)])),
    ])

    static let volumeMount: Shape = .object([
        Field("mountPath", .string, required: true), Field("mountPropagation", .string), Field("name", .string, required: true),
        Field("readOnly", .boolean), Field("recursiveReadOnly", .string), Field("subPath", .string), Field("subPathExpr", .string),
    ])

    private static let resources: Shape = .object([
        Field("claims", .list(.object([Field("name", .string, required: true), Field("request", .string)]))),
        Field("limits", .map(.intOrString)), Field("requests", .map(.intOrString)),
    ])

    static let container: Shape = .object([
        Field("name", .string, required: true), Field("image", .string), Field("args", .strings), Field("command", .strings),
        Field("env", .list(envVar)), Field("envFrom", .list(envFromSource)), Field("imagePullPolicy", .string),
        Field(
            "lifecycle",
            .object([Field("postStart", handler), Field("preStop", handler), Field("stopSignal", .string)])),
        Field("livenessProbe", probe), Field("ports", .list(containerPort)), Field("readinessProbe", probe),
        Field(
            "resizePolicy",
            .list(.object([Field("resourceName", .string, required: true), Field("restartPolicy", .string, required: true)]))),
        Field("resources", resources), Field("restartPolicy", .string), Field("restartPolicyRules", .list(.anyObject)),
        Field("securityContext", .anyObject), Field("startupProbe", probe), Field("stdin", .boolean), Field("stdinOnce", .boolean),
        Field("terminationMessagePath", .string), Field("terminationMessagePolicy", .string), Field("tty", .boolean),
        Field(
            "volumeDevices",
            .list(.object([Field("devicePath", .string, required: true), Field("name", .string, required: true)]))),
        Field("volumeMounts", .list(volumeMount)), Field("workingDir", .string),
    ])
}
