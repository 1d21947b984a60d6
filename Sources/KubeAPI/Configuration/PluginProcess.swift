import Glibc
import Model

extension CredentialPlugin {
    /// Longer than this no plugin may take.
    private static let timeoutMilliseconds: Int32 = 60_000

    /// Runs the program on a thread of its own, for it may take its time.
    func run() async -> Result<PluginCredential, KubeConfigurationError> {
        await withCheckedContinuation { continuation in
            let job = Job { continuation.resume(returning: self.runBlocking()) }
            var thread = pthread_t()
            var attributes = pthread_attr_t()
            pthread_attr_init(&attributes)
            pthread_attr_setstacksize(&attributes, 256 << 10)
            pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
            let context = Unmanaged.passRetained(job)
            let code = pthread_create(
                &thread, &attributes,
                { context in
                    guard let context else { return nil }
                    Unmanaged<Job>.fromOpaque(context).takeRetainedValue().body()
                    return nil
                }, context.toOpaque())
            pthread_attr_destroy(&attributes)
            guard code != 0 else { return }
            context.release()
            continuation.resume(returning: .failure(failure("no thread for it: \(String(cString: strerror(code)))")))
        }
    }

    private final class Job: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    private func failure(_ problem: String) -> KubeConfigurationError { .pluginFailed(command: command, problem: problem) }

    func runBlocking() -> Result<PluginCredential, KubeConfigurationError> {
        Result { () throws(KubeConfigurationError) in
            var output: [Int32] = [-1, -1]
            guard pipe(&output) == 0 else { throw failure(String(cString: strerror(errno))) }
            defer { close(output[0]) }
            for end in output { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            let started = Result { () throws(KubeConfigurationError) in try spawn(writing: output[1]) }
            close(output[1])
            let child = try started.get()
            let bytes = collect(from: output[0])
            if bytes == nil { kill(child, SIGKILL) }
            var status: Int32 = 0
            while waitpid(child, &status, 0) < 0, errno == EINTR {}
            guard let bytes else { throw failure("it wrote too much, or did not end within \(Self.timeoutMilliseconds / 1000) s") }
            guard status == 0 else {
                let signal = status & 0x7f
                throw failure(signal == 0 ? "it ended with exit code \(status >> 8 & 0xff)" : "it was ended by signal \(signal)")
            }
            return try PluginCredential(bytes, of: self)
        }
    }

    private func spawn(writing descriptor: Int32) throws(KubeConfigurationError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, descriptor, 1)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Whatever signals this process blocks or ignores, the plugin starts without.
        var none = sigset_t()
        var all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        var variables = KubeConfiguration.processEnvironment().merging(environment) { _, new in new }
        variables["KUBERNETES_EXEC_INFO"] = request.text()
        let arguments = CStrings([command] + self.arguments)
        let environment = CStrings(variables.map { "\($0.key)=\($0.value)" })
        var child = pid_t()
        let code = posix_spawnp(&child, command, &actions, &attributes, arguments.pointers, environment.pointers)
        guard code == 0 else {
            let hint = installHint.map { "; \($0)" } ?? ""
            throw failure(String(cString: strerror(code)) + hint)
        }
        return child
    }

    /// All it prints; nil where that is too much or takes too long.
    private func collect(from descriptor: Int32) -> [UInt8]? {
        var out: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16 << 10)
        let deadline = ContinuousClock.now + .milliseconds(Int(Self.timeoutMilliseconds))
        while out.count < 1 << 20 {
            let left = (deadline - ContinuousClock.now).components
            guard left.seconds >= 0, left.attoseconds >= 0 else { return nil }
            var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let ready = poll(&wait, 1, Int32(left.seconds * 1000 + left.attoseconds / 1_000_000_000_000_000) + 1)
            if ready < 0, errno == EINTR { continue }
            guard ready > 0 else { return nil }
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return nil }
            if count == 0 { return out }
            out += buffer[..<count]
        }
        return nil
    }
}

/// A null-terminated array of C strings, freed with the object.
private final class CStrings {
    let pointers: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
    private let count: Int

    init(_ texts: [String]) {
        count = texts.count
        pointers = .allocate(capacity: texts.count + 1)
        pointers.initialize(repeating: nil, count: texts.count + 1)
        for (place, text) in texts.enumerated() { pointers[place] = strdup(text) }
    }

    deinit {
        for place in 0..<count { free(pointers[place]) }
        pointers.deallocate()
    }
}
