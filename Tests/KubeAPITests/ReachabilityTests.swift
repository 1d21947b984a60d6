import Synchronization
import Testing

@testable import KubeAPI

private final class Tally: Sendable {
    private let number = Mutex(0)
    var count: Int { number.withLock { $0 } }
    func add() { number.withLock { $0 += 1 } }
}

@Test func answerEndsThePauseOfAll() async {
    let reachability = Reachability()
    let over = Tally()
    await withDiscardingTaskGroup { group in
        for _ in 0..<5 {
            group.addTask {
                await reachability.wait(atMost: .seconds(3600))
                over.add()
            }
        }
        // Each answer ends the pauses that have begun.
        while over.count < 5 {
            reachability.answered()
            await Task.yield()
        }
    }
}

@Test func pauseEndsByItselfAndByCancelling() async {
    let reachability = Reachability()
    await reachability.wait(atMost: .nanoseconds(1))
    let task = Task { await reachability.wait(atMost: .seconds(3600)) }
    task.cancel()
    await task.value
    reachability.answered()
}
