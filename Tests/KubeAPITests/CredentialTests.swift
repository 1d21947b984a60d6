import Model
import Testing

@testable import KubeAPI

private func plugin(_ folder: TemporaryFolder, _ script: String) throws -> CredentialPlugin {
    // Through the shell: a script that was just written may be busy in another test's child that is about to start its own.
    let file = try folder.write("plugin", script + "\n")
    var config = Kubeconfig()
    try config.merge(
        """
        clusters: [{name: k, cluster: {server: 'https://x:1'}}]
        users:
        - name: u
          user:
            exec:
              apiVersion: client.authentication.k8s.io/v1
              command: /bin/sh
              args: [\(file), a, b c]
              env: [{name: GREETING, value: hello}]
              provideClusterInfo: true
              installHint: get it somewhere
        """, path: folder.path + "/config")
    return try #require(try CredentialPlugin(config.users[0].entry, cluster: config.clusters[0].entry, server: "https://x:1"))
}

private func credential(_ status: String) -> String {
    #"{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{\#(status)}}"#
}

@Test func pluginGetsArgumentsEnvironmentAndTheCluster() async throws {
    let folder = try TemporaryFolder()
    let plugin = try plugin(
        folder,
        """
        echo "$KUBERNETES_EXEC_INFO" > \(folder.path)/info
        echo '\(credential(#""token":"TOKEN","expirationTimestamp":"2030-01-01T00:00:00Z""#))' | sed "s/TOKEN/$GREETING-$1-$2/"
        """)
    let result = try await plugin.run().get()
    #expect(result.authorization == Authorization(header: "Bearer hello-a-b c"))
    #expect(result.expires == 1_893_456_000)
    let info = try JSON(parsing: LocalFile.text(folder.path + "/info", what: "info", field: nil))
    #expect(info.at("spec", "cluster", "server") == "https://x:1")
    #expect(info.at("spec", "interactive") == false)
}

@Test(arguments: [
    ("exit 3", "it ended with exit code 3"),
    ("kill -9 $$", "it was ended by signal 9"),
    ("echo no", "its output is no JSON"),
    ("echo '{}'", "its output is nothing known of no version, it must be ExecCredential of client.authentication.k8s.io/v1"),
    ("echo '\(credential(""))'", "its status has neither token nor clientCertificateData"),
    (
        "echo '\(credential(#""clientKeyData":"x","token":"t""#))'",
        "its status has one of clientCertificateData and clientKeyData, it must have both or none"
    ),
    (
        "echo '\(credential(#""token":"t","expirationTimestamp":"soon""#))'",
        #"its expirationTimestamp is "soon", it must be like 2026-01-31T12:00:00Z"#
    ),
])
func pluginThatFails(_ script: String, _ problem: String) async throws {
    let folder = try TemporaryFolder()
    let plugin = try plugin(folder, script)
    let result = await plugin.run()
    #expect(throws: KubeConfigurationError.pluginFailed(command: plugin.command, problem: problem)) { try result.get() }
}

@Test func missingPluginSaysHowToGetIt() async throws {
    let folder = try TemporaryFolder()
    var plugin = try plugin(folder, "")
    plugin.command = "/not/there"
    let result = await plugin.run()
    #expect(
        throws: KubeConfigurationError.pluginFailed(command: "/not/there", problem: "No such file or directory; get it somewhere")
    ) { try result.get() }
}

@Test func pluginIsAskedOnceUntilItsCredentialExpires() async throws {
    let folder = try TemporaryFolder()
    let plugin = try plugin(
        folder, "echo x >> \(folder.path)/runs\necho '\(credential(#""token":"t","expirationTimestamp":"2100-01-01T00:00:00Z""#))'")
    let cache = CredentialCache(.plugin(plugin))
    for _ in 0..<3 { #expect(try await cache.authorization().header == "Bearer t") }
    #expect(try LocalFile.bytes(folder.path + "/runs", what: "runs", field: nil).count == 2)
    await cache.forget()
    #expect(try await cache.authorization().header == "Bearer t")
    #expect(try LocalFile.bytes(folder.path + "/runs", what: "runs", field: nil).count == 4)
}

@Test func expiredCredentialIsRenewed() async throws {
    let folder = try TemporaryFolder()
    let plugin = try plugin(
        folder, "echo x >> \(folder.path)/runs\necho '\(credential(#""token":"t","expirationTimestamp":"2020-01-01T00:00:00Z""#))'")
    let cache = CredentialCache(.plugin(plugin))
    for _ in 0..<2 { _ = try await cache.authorization() }
    #expect(try LocalFile.bytes(folder.path + "/runs", what: "runs", field: nil).count == 4)
}

@Test func rotatedTokenIsReadAgainWhenTheOldOneIsRefused() async throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("token", "old")
    let server = try TestServer { connection in
        while true {
            let head = connection.head()
            guard !head.isEmpty else { return }
            if head.contains("Authorization: Bearer new\r\n") { connection.reply("{}") } else { connection.reply("", status: 401) }
        }
    }
    let configuration = KubeConfiguration(server: server.url, credential: .tokenFile(file))
    let client = KubeClient(configuration: configuration, userAgent: "test", retries: .never)
    do {
        _ = try await client.get(.pods, namespace: "n", name: "x")
        Issue.record("the old token was taken")
    } catch {
        #expect(error.isMisconfiguration)
        #expect("\(error)".hasPrefix("the API server refused the credentials (401:"))
    }
    try folder.write("token", "new")
    #expect(try await client.get(.pods, namespace: "n", name: "x") == .object([:]))
}
