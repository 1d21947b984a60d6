import Glibc
import Model

/// The API server as a process: settings and certificates, the store from its file, the sockets, the first objects.
struct APIServerProcess: Sendable {
    let directory: ClusterDirectory
    /// 0: the one of the last start, or a free one.
    let port: Int
    let keepsHistory: Bool
    let usesTLS: Bool

    /// Serves until the task is cancelled; `onRunning` is called once requests are taken.
    func run(onRunning: @escaping @Sendable () -> Void = {}) async throws {
        Self.raiseFileLimit()
        try directory.create()
        let settings = try ClusterSettings.prepare(directory, port: port)
        guard LoopbackPort.isFree(settings.port) else { throw LocalClusterError.portInUse(settings.port) }
        if usesTLS { try Certificates(directory: directory).prepare() }
        let store = try JournalFile(path: directory.state).open(keepingHistory: keepsHistory)
        let server = APIServer(
            store: store, authenticator: Authenticator(adminToken: settings.adminToken, tokens: settings.tokens))
        await Bootstrap(server: server, address: "127.0.0.1", port: settings.port).run()
        let service = HTTPService(
            server: server, log: RequestLog(path: directory.requests), host: "127.0.0.1", port: settings.port,
            certificate: usesTLS ? directory.certificate : nil, key: usesTLS ? directory.certificateKey : nil)
        let (directory, usesTLS) = (directory, usesTLS)
        try await service.run { port in
            do throws(LocalClusterError) {
                try Self.announce(directory, settings, port: port, usesTLS: usesTLS)
                onRunning()
            } catch {
                LocalClusterCommand.say(error.description)
                exit(error.exitCode)
            }
        }
    }

    /// Tells where the server is: the kubeconfig, and the file that `up` waits for.
    private static func announce(_ directory: ClusterDirectory, _ settings: ClusterSettings, port: Int, usesTLS: Bool)
        throws(LocalClusterError)
    {
        let authority = usesTLS ? try SmallFile.read(directory.authority) : nil
        let file = KubeconfigFile(
            server: "\(usesTLS ? "https" : "http")://127.0.0.1:\(port)", authority: authority, token: settings.adminToken)
        try SmallFile.write(file.text, to: directory.kubeconfig)
        try SmallFile.write("\(getpid())\n", to: directory.readyFile("apiserver"))
    }

    /// A thousand clusters hold thousands of connections.
    private static func raiseFileLimit() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(7), &limit) == 0 else { return }
        limit.rlim_cur = min(limit.rlim_max, 65536)
        setrlimit(__rlimit_resource_t(7), &limit)
    }
}
