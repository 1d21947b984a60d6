import Logging
import Model

/// What a worker is given to do its work with.
public struct WorkerContext: Sendable {
    /// `watcher`, `reconciler`, `dbprovisioner`: the name of its socket, too.
    public let name: String
    public let runtimeDirectory: RuntimeDirectory
    public let logger: Logger
    public let metrics: Metrics
    /// Told to the supervisor: `status` and `/readyz` show it.
    public let status: StatusBoard
    public let liveness: Liveness
    public let recorder: Recorder?
    let notifier: Notifier

    init(name: String, options: WorkerOptions) throws(Misconfigured) {
        self.name = name
        runtimeDirectory = options.runtimeDirectory
        logger = Logger(label: name)
        metrics = Metrics()
        status = StatusBoard()
        liveness = Liveness()
        if let path = options.record { recorder = try Recorder(path: path) } else { recorder = nil }
        notifier = Notifier()
    }

    /// To be called once the worker serves its socket: the supervisor then counts it as up. Whether it is of use yet is another matter, and
    /// said in `status.phase`.
    public func ready() { notifier.ready() }

    /// The worker's listening socket: the one that was passed to the process, else bound at its path in the runtime directory.
    public func listener() throws(IPCError) -> Listener {
        if let adopted = try Listener.adopted() { return adopted }
        try runtimeDirectory.prepare()
        return try Listener.bind(runtimeDirectory.socket(of: name))
    }

    /// Serves this worker's socket.
    public func server<Incoming: Message, Outgoing: Message>(
        _ listener: Listener, receiving: Incoming.Type, sending: Outgoing.Type
    ) -> Server<Incoming, Outgoing> {
        Server(listener: listener, options: options(name), logger: logger)
    }

    /// Speaks to another worker.
    public func client<Incoming: Message, Outgoing: Message>(
        of worker: String, receiving: Incoming.Type, sending: Outgoing.Type
    ) -> Client<Incoming, Outgoing> {
        Client(path: runtimeDirectory.socket(of: worker), options: options(worker), logger: logger)
    }

    private func options(_ connection: String) -> ConnectionOptions {
        ConnectionOptions(hello: Hello(sender: name, instance: Instance.id), name: connection, recorder: recorder)
    }

    // MARK: Crashes

    /// The file that tells the supervisor what killed this worker. Make one at the start and keep it.
    public func inHand() throws(IPCError) -> InHand { try InHand(path: runtimeDirectory.inHand(of: name)) }

    /// The clusters that killed this worker before and must be left out (`CrashLedger.quarantine(of:)`).
    public func quarantine() -> CrashLedger { CrashLedger.read(runtimeDirectory.quarantine) }
}
