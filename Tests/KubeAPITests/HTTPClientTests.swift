import KubeAPI
import Model
import Synchronization
import Testing

private let client = HTTPClient(settings: HTTPSettings(userAgent: "test/1"))

@Test func wholeReplyArrivesWithStatusAndHeaders() async throws {
    let server = try TestServer { connection in
        _ = connection.head()
        connection.reply("gone", status: 404, headers: "X-One: 1\r\nx-two:  2 \r\n")
    }
    let response = try await client.send(HTTPRequest(.get, server.url + "/a"))
    #expect(response.status == 404)
    #expect(response.text == "gone")
    #expect(response.headers["x-one"] == "1")
    #expect(!response.isSuccess)
}

@Test func requestCarriesMethodBodyAndHeaders() async throws {
    let heard = Mutex("")
    let server = try TestServer { connection in
        let head = connection.head()
        let body = connection.body(9)
        heard.withLock { $0 = head + body }
        connection.reply("{}")
    }
    _ = try await client.send(HTTPRequest(.patch, server.url + "/x?y=1", json: ["a": [1, 2]]))
    let text = heard.withLock { $0 }
    #expect(text.hasPrefix("PATCH /x?y=1 HTTP/1.1\r\n"))
    #expect(text.contains("User-Agent: test/1\r\n"))
    #expect(text.contains("Content-Type: application/json\r\n"))
    #expect(!text.contains("Expect:"))
    #expect(text.hasSuffix(#"{"a":[1,2"#))
}

@Test func refusedConnectionNamesTheAddress() async throws {
    let port = try closedPort()
    await #expect(throws: HTTPError.connectionFailed(url: "http://127.0.0.1:\(port)", detail: "Connection refused")) {
        try await client.send(HTTPRequest(.get, "http://127.0.0.1:\(port)/x"))
    }
}

@Test func unusableURLIsSaid() async throws {
    await #expect(throws: HTTPError.invalidURL("ftp://x/")) { try await client.send(HTTPRequest(.get, "ftp://x/")) }
}

@Test func tooLongReplyIsCutOff() async throws {
    let server = try TestServer { connection in
        _ = connection.head()
        connection.reply(String(repeating: "x", count: 5000))
    }
    await #expect(throws: HTTPError.tooLarge(limit: 1000)) {
        try await client.send(HTTPRequest(.get, server.url, maximumReplyBytes: 1000))
    }
}

@Test func silentServerIsGivenUpAfterTheTimeout() async throws {
    let server = try TestServer { connection in
        _ = connection.head()
        connection.waitForClose()
    }
    do {
        _ = try await client.send(HTTPRequest(.get, server.url, timeout: .milliseconds(50)))
        Issue.record("a reply came")
    } catch {
        guard case .timedOut = error else {
            Issue.record("\(error)")
            return
        }
        #expect(error.isTransient)
    }
}

@Test func replyThatBreaksOffIsALostConnection() async throws {
    let server = try TestServer { connection in
        _ = connection.head()
        connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
    }
    do {
        _ = try await client.send(HTTPRequest(.get, server.url))
        Issue.record("a reply came")
    } catch {
        guard case .connectionLost = error else {
            Issue.record("\(error)")
            return
        }
    }
}

@Test func streamArrivesPieceByPieceAndEnds() async throws {
    let (go, tell) = AsyncStream.makeStream(of: Void.self)
    let gate = Mutex<TestServer.Connection?>(nil)
    let server = try TestServer { connection in
        _ = connection.head()
        connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        gate.withLock { $0 = connection }
        tell.finish()
        connection.waitForClose()
    }
    let stream = try await client.open(HTTPRequest(.get, server.url, timeout: nil))
    #expect(stream.status == 200)
    for await _ in go {}
    let connection = try #require(gate.withLock { $0 })
    _ = connection.chunk("one")
    #expect(try await stream.next().map { String(decoding: $0, as: UTF8.self) } == "one")
    _ = connection.chunk("two")
    #expect(try await stream.next().map { String(decoding: $0, as: UTF8.self) } == "two")
    connection.send("0\r\n\r\n")
    #expect(try await stream.next() == nil)
    stream.cancel()
}

/// What is not read stays with the server: it cannot write more than the windows on the way hold.
@Test func unreadStreamHoldsTheServerBack() async throws {
    let sent = Mutex(0)
    let (stalled, tell) = AsyncStream.makeStream(of: Void.self)
    let piece = String(repeating: "x", count: 64 << 10)
    let server = try TestServer { connection in
        _ = connection.head()
        connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        for number in 0..<400 {
            guard connection.chunk(piece) else { break }
            sent.withLock { $0 += 1 }
            if number == 3 { tell.finish() }
        }
        connection.send("0\r\n\r\n")
    }
    let stream = try await client.open(HTTPRequest(.get, server.url, timeout: nil))
    for await _ in stalled {}
    // 25 MiB do not fit into a socket's buffers and the mailbox.
    #expect(sent.withLock { $0 } < 400)
    var total = 0
    while let bytes = try await stream.next() { total += bytes.count }
    #expect(total == 400 * (64 << 10))
}

@Test func cancelledTaskEndsItsRequestAndTheServerSeesIt() async throws {
    let (arrived, tellArrived) = AsyncStream.makeStream(of: Void.self)
    let (closed, tellClosed) = AsyncStream.makeStream(of: Void.self)
    let server = try TestServer { connection in
        _ = connection.head()
        tellArrived.finish()
        connection.waitForClose()
        tellClosed.finish()
    }
    let request = HTTPRequest(.get, server.url, timeout: nil)
    let task = Task { () -> HTTPError? in
        do throws(HTTPError) {
            _ = try await client.send(request)
            return nil
        } catch { return error }
    }
    for await _ in arrived {}
    task.cancel()
    #expect(await task.value == .cancelled)
    for await _ in closed {}
}

@Test func taskThatIsCancelledBeforeAsksNothing() async throws {
    let server = try TestServer { connection in connection.reply("") }
    let request = HTTPRequest(.get, server.url, timeout: nil)
    let (start, tell) = AsyncStream.makeStream(of: Void.self)
    let task = Task { () -> HTTPError? in
        for await _ in start {}
        do throws(HTTPError) {
            _ = try await client.send(request)
            return nil
        } catch { return error }
    }
    task.cancel()
    tell.finish()
    #expect(await task.value == .cancelled)
}

@Test func manyRequestsShareOneThread() async throws {
    let server = try TestServer { connection in
        while true {
            let head = connection.head()
            guard !head.isEmpty else { return }
            connection.reply(String(head.split(separator: " ")[1]))
        }
    }
    let url = server.url
    try await withThrowingTaskGroup(of: Bool.self) { group in
        for number in 0..<100 {
            group.addTask { try await client.send(HTTPRequest(.get, "\(url)/\(number)")).text == "/\(number)" }
        }
        for try await isRight in group { #expect(isRight) }
    }
}
