extension Setting {
    /// Group `scalyr`.
    static let scalyr: [Setting] = [
        Setting(
            "scalyr_api_key", .string(\.scalyrApiKey),
            "Deprecated sidecar; active only with key and image. Env `SCALYR_API_KEY` wins."),
        Setting(
            "scalyr_image", .string(\.scalyrImage),
            "Its image."),
        Setting(
            "scalyr_server_url", .string(\.scalyrServerUrl), builtIn: "https://upload.eu.scalyr.com", object: .schema,
            "Its server."),
        Setting(
            "scalyr_cpu_request", .string(\.scalyrCpuRequest), builtIn: "100m", object: .schema, allowed: .format(.cpu),
            "CPU request."),
        Setting(
            "scalyr_memory_request", .string(\.scalyrMemoryRequest), builtIn: "50Mi", object: .schema, allowed: .format(.memory),
            "Memory request."),
        Setting(
            "scalyr_cpu_limit", .string(\.scalyrCpuLimit), builtIn: "1", object: .schema, allowed: .format(.cpu),
            "CPU limit."),
        Setting(
            "scalyr_memory_limit", .string(\.scalyrMemoryLimit), builtIn: "500Mi", object: .schema, allowed: .format(.memory),
            "Memory limit."),
    ]
}
