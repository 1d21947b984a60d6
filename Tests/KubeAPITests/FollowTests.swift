import KubeAPI
import Model
import Synchronization
import Testing

private let quick = FollowOptions(
    labelSelector: "a=b", pauses: RetryPolicy(firstDelay: .nanoseconds(1), longestDelay: .nanoseconds(1)),
    longPauses: RetryPolicy(firstDelay: .nanoseconds(1), longestDelay: .nanoseconds(1)))

/// What following tells, until the last of the given words.
private func told(_ transport: FakeTransport, until last: String) async -> [String] {
    let words = Mutex<[String]>([])
    let (done, tell) = AsyncStream.makeStream(of: Void.self)
    let client = KubeClient(transport: transport)
    let task = Task {
        await client.follow(.pods, namespace: "n", quick) { event in
            let word =
                switch event {
                case .listBegan: "begin"
                case .applied(let object): "+\(object.at("metadata", "name")?.string ?? "")/\(object["kind"]?.string ?? "")"
                case .deleted(let object): "-\(object.at("metadata", "name")?.string ?? "")"
                case .listEnded(let version): "end \(version)"
                case .trouble(let error): "trouble \(error.status?.code ?? 0)"
                case .recovered: "recovered"
                }
            words.withLock { $0.append(word) }
            if word == last { tell.finish() }
        }
    }
    for await _ in done {}
    task.cancel()
    await task.value
    // It goes on until it notices that it is over.
    let all = words.withLock { $0 }
    return Array(all[...(all.firstIndex(of: last) ?? all.startIndex)])
}

@Test func streamedListTakesOneRequest() async {
    let transport = FakeTransport { _, _ in
        .events([
            event("ADDED", pod("a", version: 3)), streamEnd, event("MODIFIED", pod("a", version: 10)),
            event("DELETED", pod("a", version: 11)),
        ])
    }
    #expect(await told(transport, until: "-a") == ["begin", "+a/Pod", "end 9", "+a/Pod", "-a"])
    #expect(transport.lines.count == 1)
    #expect(transport.lines[0].contains("&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&labelSelector=a%3Db"))
    #expect(transport.lines[0].contains("allowWatchBookmarks=true"))
}

@Test func serverWithoutStreamedListsIsListedAndWatched() async {
    let transport = FakeTransport { place, _ in
        switch place {
        case 0: .status(422, "Invalid")
        case 1: .stream([#"{"metadata":{"resourceVersion":"5"},"items":[\#(pod("a", version: 3))]}"#], then: .end)
        default: .events([event("ADDED", pod("b", version: 6))])
        }
    }
    #expect(await told(transport, until: "+b/Pod") == ["begin", "begin", "+a/Pod", "end 5", "+b/Pod"])
    #expect(transport.lines[1] == "GET /api/v1/namespaces/n/pods?limit=500&labelSelector=a%3Db")
    #expect(transport.lines[2].contains("&resourceVersion=5&"))
}

@Test func endedWatchIsResumedFromTheLastVersion() async {
    let transport = FakeTransport { place, _ in
        place == 0
            ? .events(
                [streamEnd, event("ADDED", pod("a", version: 20)), event("BOOKMARK", #"{"metadata":{"resourceVersion":"25"}}"#)], then: .end
            )
            : .events([event("ADDED", pod("b", version: 26))])
    }
    #expect(await told(transport, until: "+b/Pod") == ["begin", "end 9", "+a/Pod", "+b/Pod"])
    #expect(transport.lines[1].contains("&resourceVersion=25&"))
}

@Test func expiredVersionIsListedAnewInSilence() async {
    let transport = FakeTransport { place, _ in
        switch place {
        case 0: .events([streamEnd, event("ERROR", #"{"kind":"Status","code":410,"reason":"Expired","message":"m"}"#)])
        default: .events([event("ADDED", pod("b", version: 3)), streamEnd])
        }
    }
    let words = await told(transport, until: "+b/Pod")
    #expect(words == ["begin", "end 9", "begin", "+b/Pod"])
}

@Test func refusalOfAWatchIsReadToItsBody() async {
    let transport = FakeTransport { place, _ in place < 2 ? .status(403, "Forbidden") : .events([streamEnd]) }
    #expect(await told(transport, until: "end 9") == ["begin", "trouble 403", "begin", "begin", "recovered", "end 9"])
}
