import CCurl
import Glibc
import Synchronization

/// Hands requests to the one thread that runs libcurl, and ends that thread when nobody needs it any more.
final class CurlLoop: Sendable {
    private let thread: CurlThread

    init() {
        thread = CurlThread()
        thread.start()
    }

    deinit { thread.post(.stop) }

    func whole(_ transfer: Transfer) async throws(HTTPError) -> HTTPResponse {
        let thread = thread
        let result = await withTaskCancellationHandler {
            thread.post(.start(transfer))
            return await transfer.mailbox.whole()
        } onCancel: {
            thread.cancel(transfer)
        }
        return try result.get()
    }

    func open(_ transfer: Transfer) async throws(HTTPError) -> HTTPStream {
        let thread = thread
        let mailbox = transfer.mailbox
        let head = await withTaskCancellationHandler {
            thread.post(.start(transfer))
            return await mailbox.head()
        } onCancel: {
            thread.cancel(transfer)
        }
        let (status, headers) = try head.map { ($0.status, $0.headers) }.get()
        return HTTPStream(
            status: status, headers: headers,
            next: { [self] in
                await withTaskCancellationHandler {
                    await mailbox.next { self.thread.post(.resume(transfer)) }
                } onCancel: {
                    self.thread.cancel(transfer)
                }
            },
            cancel: { thread.cancel(transfer) })
    }
}

/// The thread itself: perform, poll, and a wakeup where the inbox was empty.
///
/// curl_multi_perform rather than socket callbacks: with the latter, data of idle HTTP/2 streams was seen to wait in libcurl for a
/// second and more. `@unchecked Sendable`: the multi handle and what is below it are the thread's own; only `curl_multi_wakeup` is
/// called from others, as libcurl allows.
final class CurlThread: @unchecked Sendable {
    enum Command: Sendable {
        case start(Transfer)
        case cancel(Transfer)
        /// Its mailbox has room again.
        case resume(Transfer)
        case stop
    }

    /// Handles kept for further requests.
    private static let pooled = 16
    private static let stackSize = 512 << 10
    /// The longest sleep without anything to do, in milliseconds.
    private static let longestPoll: Int32 = 3_600_000
    private static let initialized = curl_global_init(Int(CURL_GLOBAL_DEFAULT))

    private let inbox = Mutex<[Command]>([])
    private let multi: UnsafeMutableRawPointer
    private var running: [UnsafeMutableRawPointer: Transfer] = [:]
    private var idle: [EasyHandle] = []

    init() {
        precondition(Self.initialized == CURLE_OK, "libcurl cannot be initialised")
        guard let multi = curl_multi_init() else { preconditionFailure("no memory for libcurl") }
        self.multi = multi
        _ = ccurl_multi_set_long(multi, CURLMOPT_PIPELINING, Int(CURLPIPE_MULTIPLEX))
    }

    func post(_ command: Command) {
        inbox.withLock { inbox in
            inbox.append(command)
            // Under the lock, so that a `.stop` cannot be obeyed, and the handle freed, before this returns.
            if inbox.count == 1 { curl_multi_wakeup(multi) }
        }
    }

    /// Also before its start was seen: the mark in the mailbox stays.
    func cancel(_ transfer: Transfer) {
        if transfer.mailbox.markCancelled() { post(.cancel(transfer)) }
    }

    func start() {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        pthread_attr_setstacksize(&attributes, Self.stackSize)
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        var thread = pthread_t()
        let context = Unmanaged.passRetained(self).toOpaque()
        let code = pthread_create(
            &thread, &attributes,
            { context in
                guard let context else { return nil }
                Unmanaged<CurlThread>.fromOpaque(context).takeRetainedValue().run()
                return nil
            }, context)
        pthread_attr_destroy(&attributes)
        precondition(code == 0, "no thread for libcurl")
    }

    // MARK: On the thread

    private func run() {
        // The process's signals are for its other threads; a lost connection must not raise SIGPIPE either.
        var all = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_BLOCK, &all, nil)
        ccurl_name_thread("curl")
        while take() {
            var count: Int32 = 0
            curl_multi_perform(multi, &count)
            finishDone()
            if inbox.withLock({ $0.isEmpty }) { curl_multi_poll(multi, nil, 0, Self.longestPoll, nil) }
        }
        for (_, transfer) in running { end(transfer, .cancelled) }
        for handle in idle { handle.free() }
        curl_multi_cleanup(multi)
    }

    /// False: stop.
    private func take() -> Bool {
        let commands = inbox.withLock { inbox in
            defer { inbox = [] }
            return inbox
        }
        for command in commands {
            switch command {
            case .start(let transfer): start(transfer)
            case .cancel(let transfer): if running.values.contains(where: { $0 === transfer }) { end(transfer, .cancelled) }
            case .resume(let transfer): if let handle = transfer.handle { curl_easy_pause(handle.pointer, CURLPAUSE_CONT) }
            case .stop: return false
            }
        }
        return true
    }

    private func start(_ transfer: Transfer) {
        guard !transfer.mailbox.isCancelled else { return transfer.finish(.cancelled) }
        guard let handle = idle.popLast() ?? EasyHandle() else {
            return transfer.finish(.failed(code: Int(CURLE_OUT_OF_MEMORY.rawValue), url: transfer.request.url, detail: "no memory"))
        }
        do throws(HTTPError) {
            try transfer.start(on: handle)
        } catch {
            transfer.finish(error)
            return recycle(handle)
        }
        running[handle.pointer] = transfer
        curl_multi_add_handle(multi, handle.pointer)
    }

    private func finishDone() {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let pointer = message.pointee.easy_handle else { continue }
            let code = ccurl_message_result(message)
            curl_multi_remove_handle(multi, pointer)
            running.removeValue(forKey: pointer)?.finish(code)
            recycle(EasyHandle(pointer))
        }
    }

    private func end(_ transfer: Transfer, _ error: HTTPError) {
        guard let handle = transfer.handle else { return }
        curl_multi_remove_handle(multi, handle.pointer)
        running[handle.pointer] = nil
        transfer.finish(error)
        recycle(handle)
    }

    private func recycle(_ handle: EasyHandle) {
        handle.reset()
        if idle.count < Self.pooled { idle.append(handle) } else { handle.free() }
    }
}
