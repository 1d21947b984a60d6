import Glibc
import Testing

@testable import IPC

struct SocketTests {
    let directory: TemporaryDirectory
    init() throws { directory = try TemporaryDirectory() }

    @Test func aPathThatIsTooLongIsNamedWithTheLimit() {
        let path = "/tmp/" + String(repeating: "d", count: 110)
        let error = #expect(throws: IPCError.self) { try Listener.bind(path) }
        #expect(error == .pathTooLong(path: path, limit: 107))
        #expect(error?.exitStatus == .misconfigured)
        #expect(error?.description.contains("107") == true)
    }

    @Test func aStaleSocketIsReplaced() throws {
        let path = directory.path + "/a.sock"
        // A second name for a socket whose listener is gone is what a killed process leaves.
        do {
            let listener = try Listener.bind(directory.path + "/first.sock")
            #expect(link(listener.path, path) == 0)
        }
        #expect(access(path, F_OK) == 0)
        let listener = try Listener.bind(path)
        #expect(throws: Never.self) { try Socket.connect(to: listener.path) }
    }

    @Test func aSocketInUseIsRefused() throws {
        let path = directory.path + "/a.sock"
        let listener = try Listener.bind(path)
        #expect(throws: IPCError.inUse(path: path)) { try Listener.bind(path) }
        withExtendedLifetime(listener) {}
    }

    @Test func aFileOfAnotherKindIsRefused() throws {
        let path = directory.path + "/a.sock"
        try File.replace(path, with: [1])
        #expect(throws: IPCError.notASocket(path: path)) { try Listener.bind(path) }
    }

    @Test func onlyTheOwnUserMayOpenTheSocket() throws {
        let listener = try Listener.bind(directory.path + "/a.sock")
        var information = stat()
        #expect(stat(listener.path, &information) == 0 && information.st_mode & 0o777 == 0o600)
    }

    @Test func whatIsNoListeningSocketIsNotAdopted() throws {
        let (left, _) = try Socket.pair()
        let error = #expect(throws: IPCError.self) { try Listener.adopt(left.descriptor) }
        #expect(error?.exitStatus == .misconfigured)
    }

    @Test func anAdoptedSocketKnowsItsPath() throws {
        let listener = try Listener.bind(directory.path + "/a.sock")
        #expect(try Listener.adopt(dup(listener.descriptor)).path == listener.path)
    }

    // MARK: The runtime directory

    @Test(arguments: [
        ("the flag counts", "/a/", ["RUNTIME_DIRECTORY": "/b"], "/a"),
        ("then systemd's", nil, ["RUNTIME_DIRECTORY": "/b:/c", "XDG_RUNTIME_DIR": "/d"], "/b"),
        ("then the user's", nil, ["XDG_RUNTIME_DIR": "/d"], "/d/postgres-operator"),
        ("then the system's", nil, [:], "/run/postgres-operator"),
    ])
    func runtimeDirectory(_ name: String, _ option: String?, _ environment: [String: String], _ path: String) {
        #expect(RuntimeDirectory(option: option, environment: environment).path == path)
    }

    @Test func theRuntimeDirectoryIsMadeForTheOwnerOnly() throws {
        let runtime = RuntimeDirectory(directory.path + "/one/two")
        try runtime.prepare()
        var information = stat()
        #expect(stat(runtime.path, &information) == 0 && information.st_mode & 0o777 == 0o700)
    }

    @Test func aRuntimeDirectoryThatOthersMayWriteToIsRefused() throws {
        let runtime = RuntimeDirectory(directory.path + "/shared")
        mkdir(runtime.path, 0o777)
        chmod(runtime.path, 0o777)
        let error = #expect(throws: IPCError.self) { try runtime.prepare() }
        #expect(error?.description.contains("others may write") == true)
    }
}

/// A directory that goes away with the value.
final class TemporaryDirectory: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/pgo-ipc-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw IPCError.system(call: "mkdtemp", code: errno, path: "/tmp") }
        path = template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
    }

    deinit { Self.remove(path) }

    private static func remove(_ path: String) {
        if let directory = opendir(path) {
            while let entry = readdir(directory) {
                let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
                if name != ".", name != ".." { remove(path + "/" + name) }
            }
            closedir(directory)
            rmdir(path)
        } else {
            unlink(path)
        }
    }
}
