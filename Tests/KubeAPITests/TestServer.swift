import Glibc
import Synchronization

/// A real TCP server on loopback that speaks HTTP/1.1 as told: each accepted connection is handed to a function on a thread of its own.
final class TestServer: Sendable {
    /// One connection, read and written byte by byte as the test wants it.
    struct Connection: Sendable {
        let descriptor: Int32

        /// The head of the next request, without its body; empty at the end.
        func head() -> String {
            var bytes: [UInt8] = []
            var byte: UInt8 = 0
            while read(descriptor, &byte, 1) == 1 {
                bytes.append(byte)
                if bytes.suffix(4) == [13, 10, 13, 10] { break }
            }
            return String(decoding: bytes, as: UTF8.self)
        }

        func body(_ count: Int) -> String {
            var bytes = [UInt8](repeating: 0, count: count)
            var done = 0
            while done < count {
                let got = bytes[done...].withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
                guard got > 0 else { break }
                done += got
            }
            return String(decoding: bytes[..<done], as: UTF8.self)
        }

        /// False once the peer is gone.
        @discardableResult func send(_ text: String) -> Bool {
            let bytes = Array(text.utf8)
            var done = 0
            while done < bytes.count {
                let count = bytes[done...].withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
                guard count > 0 else { return false }
                done += count
            }
            return true
        }

        func reply(_ body: String, status: Int = 200, headers: String = "") {
            send("HTTP/1.1 \(status) X\r\nContent-Length: \(body.utf8.count)\r\n\(headers)\r\n\(body)")
        }

        func chunk(_ text: String) -> Bool { send("\(String(text.utf8.count, radix: 16))\r\n\(text)\r\n") }

        /// Until the peer closes the connection.
        func waitForClose() {
            var byte: UInt8 = 0
            while read(descriptor, &byte, 1) == 1 {}
        }
    }

    let port: Int
    private let listener: Int32

    init(_ serve: @escaping @Sendable (Connection) -> Void) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutableBytes(of: &address) { bytes -> Int32 in
            guard let base = bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self) else { return -1 }
            guard bind(listener, base, size) == 0, listen(listener, 16) == 0 else { return -1 }
            return getsockname(listener, base, &size)
        }
        guard code == 0 else { throw Failure.socket(errno) }
        self.listener = listener
        port = Int(UInt16(bigEndian: address.sin_port))
        Self.thread {
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { return }
                Self.thread {
                    serve(Connection(descriptor: connection))
                    close(connection)
                }
            }
        }
    }

    enum Failure: Error { case socket(Int32) }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    var url: String { "http://127.0.0.1:\(port)" }

    private final class Work: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    private static func thread(_ body: @escaping @Sendable () -> Void) {
        var thread = pthread_t()
        let work = Unmanaged.passRetained(Work(body)).toOpaque()
        pthread_create(
            &thread, nil,
            { context in
                if let context { Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body() }
                return nil
            }, work)
        pthread_detach(thread)
    }
}

/// A port on which nobody listens.
func closedPort() throws -> Int { try TestServer { _ in }.port }
