import Glibc

extension Listener {
    /// The next connection, for a tool that does nothing else meanwhile.
    public func acceptBlocking() throws(IPCError) -> Socket {
        while true {
            if let socket = try acceptAvailable() { return socket }
            var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            poll(&polled, 1, -1)
        }
    }
}

extension Socket {
    /// Writes the bytes and waits until the peer closes the connection; what it says is not looked at.
    public func playBlocking(_ bytes: [UInt8]) throws(IPCError) {
        var done = 0
        var ignored = [UInt8](repeating: 0, count: 4096)
        while true {
            let events = POLLIN | (done < bytes.count ? POLLOUT : 0)
            var polled = pollfd(fd: descriptor, events: Int16(events), revents: 0)
            poll(&polled, 1, -1)
            if polled.revents & Int16(POLLOUT) != 0 {
                let count = bytes.withUnsafeBytes {
                    send(descriptor, $0.baseAddress.map { $0 + done }, $0.count - done, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
                }
                if count < 0, errno != EAGAIN, errno != EINTR { return }
                done += max(0, count)
            }
            if polled.revents & Int16(POLLIN | POLLHUP | POLLERR) != 0 {
                let count = recv(descriptor, &ignored, ignored.count, Int32(MSG_DONTWAIT))
                if count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR) { return }
            }
        }
    }
}
