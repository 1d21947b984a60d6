import Glibc
import KubeAPI
import Model
import Testing

@testable import LocalCluster

@Suite struct ProcessTests {
    /// A directory of its own, removed at the end.
    private func withDirectory(_ body: (String) async throws -> Void) async throws {
        let path = "/tmp/postgres-operator-test-\(getpid())-\(UInt64.random(in: 0..<UInt64.max))"
        try Directories.make("\(path)/work")
        do {
            try await body(path)
            try Directories.remove(path)
        } catch {
            try? Directories.remove(path)
            throw error
        }
    }

    private func call(_ directory: String, _ arguments: [String]) -> ProgramCall {
        ProgramCall(
            path: "/bin/sh", arguments: arguments, environment: ["PATH": "/bin:/usr/bin", "GREETING": "hello"],
            directory: "\(directory)/work", user: nil, logPath: "\(directory)/log")
    }

    private func run(_ call: ProgramCall, meanwhile: @escaping @Sendable (ProcessIdentity) -> Void = { _ in }) async throws
        -> ProcessTable.End
    {
        let table = ProcessTable(reactor: try Reactor())
        let (ends, sink) = AsyncStream.makeStream(of: ProcessTable.End.self)
        meanwhile(try table.start(call) { sink.yield($0) })
        for await end in ends { return end }
        return .unknown
    }

    @Test func exitCodeAndOutputAreKept() async throws {
        try await withDirectory { directory in
            let end = try await run(call(directory, ["-c", "echo $GREETING; pwd; exit 3"]))
            #expect(end == .exited(3))
            let log = try TextFile.read("\(directory)/log")
            #expect(log == "hello\n\(directory)/work\n")
        }
    }

    @Test func signalIsTold() async throws {
        try await withDirectory { directory in
            let end = try await run(call(directory, ["-c", "exec sleep 600"])) { kill($0.pid, SIGTERM) }
            #expect(end == .signalled(Int(SIGTERM)))
            #expect(end.code == 143)
        }
    }

    @Test func whatCannotBeStartedSaysWhy() async throws {
        try await withDirectory { directory in
            var wrong = call(directory, [])
            wrong.path = "/nowhere/program"
            let table = ProcessTable(reactor: try Reactor())
            #expect {
                _ = try table.start(wrong) { _ in }
            } throws: { "\($0)" == "/nowhere/program: executing it failed: No such file or directory" }
        }
    }

    @Test func processesAreFoundByWhereTheyWork() async throws {
        try await withDirectory { directory in
            let processes = ContainerProcesses(directories: ["\(directory)/work"])
            #expect(processes.find() == [])
            // Its child leaves the session, as a database server does, and is found all the same.
            let script = "setsid sleep 600 & echo started; wait"
            let end = try await run(call(directory, ["-c", script])) { identity in
                #expect(identity.isAlive)
                while ContainerProcesses(directories: ["\(directory)/work"]).find().count < 2 {}
                ContainerProcesses(directories: ["\(directory)/work"]).signal(SIGKILL)
            }
            #expect(end == .signalled(Int(SIGKILL)))
        }
    }

    @Test func aPidThatIsUsedAgainIsAnotherProcess() {
        #expect(ProcessIdentity(pid: getpid())?.isAlive == true)
        #expect(!ProcessIdentity(pid: getpid(), startTicks: 1).isAlive)
    }

    @Test func recordSurvivesTheNode() throws {
        var record = PodRecord()
        record.entries["postgres"] = PodRecord.Entry(
            process: ProcessIdentity(pid: 7, startTicks: 9), restarts: 2, since: Moment(seconds: 1_800_000_000), directories: ["/d"],
            follows: FollowedService(service: "s", file: "/f", address: "a", template: "t"))
        record.done = ["init"]
        let read = PodRecord(try JSON(parsing: record.json.text()))
        #expect(read == record)
    }

    @Test func requestsAreAnsweredOnOneConnection() async throws {
        let listener = HTTPListener(reactor: try Reactor()) { request in
            request.path == "/stream"
                ? NodeResponse(
                    status: 200, contentType: "text/plain",
                    body: .stream(
                        AsyncStream { continuation in
                            for part in ["a\n", "b\n"] { continuation.yield(Array(part.utf8)) }
                            continuation.finish()
                        }))
                : .json(request.path == "/none" ? 404 : 200, ["path": .string(request.path), "body": request.json ?? .null])
        }
        let port = try listener.listen("127.0.0.1", port: 0)
        let client = HTTPClient(settings: HTTPSettings(userAgent: "test"))
        let first = try await client.send(HTTPRequest(.patch, "http://127.0.0.1:\(port)/config", json: ["ttl": 30]))
        let body = try first.json()
        #expect(body == ["path": "/config", "body": ["ttl": 30]])
        let missing = try await client.send(HTTPRequest(.get, "http://127.0.0.1:\(port)/none"))
        #expect(missing.status == 404)
        let streamed = try await client.send(HTTPRequest(.get, "http://127.0.0.1:\(port)/stream"))
        #expect(streamed.text == "a\nb\n")
        listener.stop("127.0.0.1")
    }

    @Test func placeholderIsFilledInEverywhere() {
        #expect(ServiceFollower.filled("host=@ADDRESS@ a@b @ADDRESS@", "127.1.0.1") == "host=127.1.0.1 a@b 127.1.0.1")
    }
}
