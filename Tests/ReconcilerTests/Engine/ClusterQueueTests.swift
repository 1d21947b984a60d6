import Model
import Testing

@testable import Reconciler

@Suite struct ClusterQueueTests {
    private let a = ObjectKey(namespace: "x", name: "a")
    private let b = ObjectKey(namespace: "x", name: "b")
    private let c = ObjectKey(namespace: "x", name: "c")

    @Test func aKeyQueuedTwiceIsTakenOnce() {
        var queue = ClusterQueue(limit: 4)
        queue.add(a, lane: .background, now: 0)
        queue.add(a, lane: .background, now: 1)
        #expect(queue.take(now: 1) == [a])
        #expect(queue.take(now: 1).isEmpty)
    }

    @Test func aRunningKeyIsHeldUntilItIsFinished() {
        var queue = ClusterQueue(limit: 4)
        queue.add(a, lane: .edit, now: 0)
        #expect(queue.take(now: 0) == [a])
        queue.add(a, lane: .edit, now: 1)
        #expect(queue.take(now: 1).isEmpty)
        queue.finish(a)
        #expect(queue.take(now: 1) == [a])
    }

    @Test func editsOvertakeResyncs() {
        var queue = ClusterQueue(limit: 1)
        queue.add(a, lane: .background, now: 0)
        queue.add(b, lane: .background, now: 0)
        queue.add(c, lane: .edit, now: 1)
        #expect(queue.take(now: 1) == [c])
        queue.finish(c)
        #expect(queue.take(now: 1) == [a])
    }

    @Test func anEditLiftsAWaitingResyncAndEndsItsDelay() {
        var queue = ClusterQueue(limit: 1)
        queue.add(a, lane: .background, now: 0, after: 30)
        queue.add(a, lane: .edit, now: 1)
        #expect(queue.take(now: 1) == [a])
    }

    @Test func noMoreThanTheLimitRunAtOnce() {
        var queue = ClusterQueue(limit: 2)
        for key in [a, b, c] { queue.add(key, lane: .background, now: 0) }
        #expect(queue.take(now: 0) == [a, b])
        queue.finish(b)
        #expect(queue.take(now: 0) == [c])
    }

    @Test func failuresComeBackLaterEachTimeUpToALimit() {
        var queue = ClusterQueue(limit: 1, backoff: .init(first: 1, limit: 8))
        var delays: [Double] = []
        var now = 0.0
        for _ in 0..<6 {
            queue.add(a, lane: .background, now: now)
            _ = queue.take(now: now)
            let delay = queue.fail(a, now: now, random: 0.5)
            #expect(queue.take(now: now).isEmpty)
            now += delay
            delays.append(delay)
        }
        #expect(delays == [1, 2, 4, 8, 8, 8])
    }

    @Test func jitterStaysWithinAQuarter() {
        let backoff = ClusterQueue.Backoff(first: 4, limit: 60)
        #expect(backoff.delay(failures: 1, random: 0) == 3)
        #expect(backoff.delay(failures: 1, random: 0.999) < 5)
    }

    @Test func oneSickKeyDoesNotHoldAnotherUp() {
        var queue = ClusterQueue(limit: 1)
        queue.add(a, lane: .background, now: 0)
        _ = queue.take(now: 0)
        queue.fail(a, now: 0, random: 0.5)
        queue.add(b, lane: .background, now: 0)
        #expect(queue.take(now: 0) == [b])
    }

    @Test func theAgeIsThatOfTheFirstWish() {
        var queue = ClusterQueue(limit: 0)
        queue.add(a, lane: .background, now: 1)
        queue.add(a, lane: .edit, now: 4)
        #expect(queue.oldestAge(now: 5) == 4)
    }

    @Test func theNextTimeIsTheEarliestDelay() {
        var queue = ClusterQueue(limit: 1)
        queue.add(a, lane: .background, now: 0, after: 9)
        queue.add(b, lane: .background, now: 0, after: 5)
        #expect(queue.nextDue() == 5)
    }
}
