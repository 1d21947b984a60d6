extension Setting {
    /// Group `timeouts`.
    static let timeouts: [Setting] = [
        Setting(
            "ready_wait_interval", .duration(\.readyWaitInterval), builtIn: "4s",
            "Pause between two looks at a CRD that is being registered."),
        Setting(
            "ready_wait_timeout", .duration(\.readyWaitTimeout), builtIn: "30s",
            "How long to wait for a CRD that is being registered."),
        Setting(
            "resource_check_interval", .duration(\.resourceCheckInterval), builtIn: "3s",
            "Poll step when waiting for Kubernetes objects."),
        Setting(
            "resource_check_timeout", .duration(\.resourceCheckTimeout), builtIn: "10m",
            "Give-up time for it. Must be ≥ the interval."),
        Setting(
            "pod_label_wait_timeout", .duration(\.podLabelWaitTimeout), builtIn: "10m",
            "Wait for a pod to get its role label."),
        Setting(
            "pod_deletion_wait_timeout", .duration(\.podDeletionWaitTimeout), builtIn: "10m",
            "Wait for a pod to disappear."),
        Setting(
            "patroni_api_check_interval", .duration(\.patroniApiCheckInterval), builtIn: "1s",
            "Poll step for Patroni calls."),
        Setting(
            "patroni_api_check_timeout", .duration(\.patroniApiCheckTimeout), builtIn: "5s",
            "Give-up time for Patroni calls."),
    ]
}
