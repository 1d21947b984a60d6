import KubeAPI

/// Runs one follower for each target that the hub wants, for as long as it wants it.
struct Watches: Sendable {
    let client: KubeClient
    let hub: WatchHub

    /// Until cancelled, or until the hub gives up; then its reason is thrown.
    func run() async throws {
        await hub.handle(.started)
        try await withThrowingDiscardingTaskGroup { group in
            var running: [WatchTarget: AsyncStream<Never>.Continuation] = [:]
            for await wanted in hub.wanted {
                for (target, stop) in running where !wanted.contains(target) {
                    stop.finish()
                    running[target] = nil
                }
                for target in wanted where running[target] == nil {
                    let (stopped, stop) = AsyncStream.makeStream(of: Never.self)
                    running[target] = stop
                    group.addTask { await follow(target, until: stopped) }
                }
            }
            group.cancelAll()
        }
        if let failure = await hub.failure { throw failure }
    }

    private func follow(_ target: WatchTarget, until stopped: AsyncStream<Never>) async {
        await withDiscardingTaskGroup { group in
            group.addTask {
                let options = FollowOptions(
                    labelSelector: target.labelSelector.isEmpty ? nil : target.labelSelector, fieldSelector: target.fieldSelector)
                await client.follow(target.type, namespace: target.namespace, options) { event in
                    if let event = HeardEvent(event, target.type) { await hub.heard(event, from: target) }
                }
            }
            for await _ in stopped {}
            group.cancelAll()
        }
    }
}
