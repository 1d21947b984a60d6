import Testing

@testable import KubeAPI

private let gone = KubeError.status(APIStatus(code: 410, reason: "Expired"))
private let lost = KubeError.transport(.connectionLost(url: "u", detail: "d"))
private let refused = KubeError.transport(.connectionFailed(url: "u", detail: "d"))
private let forbidden = KubeError.status(APIStatus(code: 403, reason: "Forbidden"))
private let invalid = KubeError.status(APIStatus(code: 422, reason: "Invalid"))

private func watching(streamsLists: Bool = false) -> WatchMachine {
    var machine = WatchMachine(streamsLists: streamsLists)
    _ = machine.handle(.started)
    _ = machine.handle(.listed(resourceVersion: "5"))
    return machine
}

@Test func listIsFollowedByAWatch() {
    var machine = WatchMachine(streamsLists: false)
    #expect(machine.handle(.started) == [.beginList, .list])
    #expect(machine.handle(.listed(resourceVersion: "5")) == [.endList(resourceVersion: "5"), .watch(resourceVersion: "5")])
    #expect(machine.handle(.watchAccepted) == [])
    #expect(machine.handle(.advanced(resourceVersion: "7")) == [])
    #expect(machine.handle(.ended(quickly: false)) == [.watch(resourceVersion: "7")])
}

@Test func streamedListIsItsOwnWatch() {
    var machine = WatchMachine(streamsLists: true)
    #expect(machine.handle(.started) == [.beginList, .streamList])
    #expect(machine.handle(.watchAccepted) == [])
    // Versions of the list's items say nothing.
    #expect(machine.handle(.advanced(resourceVersion: "2")) == [])
    #expect(machine.handle(.listed(resourceVersion: "5")) == [.endList(resourceVersion: "5")])
    #expect(machine.state == .watching(resourceVersion: "5"))
}

@Test func serverThatCannotStreamIsAskedForAList() {
    var machine = WatchMachine(streamsLists: true)
    _ = machine.handle(.started)
    #expect(machine.handle(.failed(invalid, quickly: true)) == [.noteStreamingRefused, .beginList, .list])
    #expect(machine.handle(.failed(invalid, quickly: true)) == [.tellTrouble(invalid), .pause(attempt: 1, .patience)])
}

@Test func streamThatEndsBeforeTheListDidIsNotTriedAgain() {
    var machine = WatchMachine(streamsLists: true)
    _ = machine.handle(.started)
    #expect(machine.handle(.ended(quickly: false)) == [.noteStreamingRefused, .beginList, .list])
}

@Test func lostHistoryIsListedAnewAtOnceAndThenWithPauses() {
    var machine = watching()
    #expect(machine.handle(.failed(gone, quickly: true)) == [.beginList, .list])
    #expect(machine.handle(.failed(gone, quickly: true)) == [.tellTrouble(gone), .pause(attempt: 2, .trouble)])
    #expect(machine.handle(.pauseEnded) == [.beginList, .list])
}

@Test func lostConnectionIsResumedAndToldOfOnlyWhenItStaysLost() {
    var machine = watching()
    _ = machine.handle(.advanced(resourceVersion: "8"))
    #expect(machine.handle(.failed(lost, quickly: false)) == [.pause(attempt: 1, .serverAway)])
    #expect(machine.handle(.pauseEnded) == [.watch(resourceVersion: "8")])
    #expect(machine.handle(.failed(lost, quickly: true)) == [.tellTrouble(lost), .pause(attempt: 2, .serverAway)])
    #expect(machine.handle(.pauseEnded) == [.watch(resourceVersion: "8")])
    #expect(machine.handle(.failed(lost, quickly: true)) == [.pause(attempt: 3, .serverAway)])
    #expect(machine.handle(.pauseEnded) == [.watch(resourceVersion: "8")])
    #expect(machine.handle(.watchAccepted) == [.tellRecovered])
}

@Test func serverThatWasAwayIsNotTrustedWithOldVersions() {
    var machine = watching()
    #expect(machine.handle(.failed(refused, quickly: true)) == [.pause(attempt: 1, .serverAway)])
    #expect(machine.handle(.pauseEnded) == [.beginList, .list])
}

@Test func versionsThatGoBackAreAnotherHistory() {
    var machine = watching()
    #expect(machine.handle(.advanced(resourceVersion: "4")) == [.beginList, .list])
}

@Test func watchThatEndsAtOnceIsNotOpenedInALoop() {
    var machine = watching()
    #expect(machine.handle(.ended(quickly: true)) == [.pause(attempt: 1, .trouble)])
    #expect(machine.handle(.pauseEnded) == [.watch(resourceVersion: "5")])
    #expect(machine.handle(.ended(quickly: true)) == [.pause(attempt: 2, .trouble)])
    #expect(machine.handle(.pauseEnded) == [.watch(resourceVersion: "5")])
    #expect(machine.handle(.ended(quickly: false)) == [.watch(resourceVersion: "5")])
    #expect(machine.handle(.ended(quickly: true)) == [.pause(attempt: 1, .trouble)])
}

@Test func forbiddenCollectionIsToldOfAtOnceAndTriedSlowly() {
    var machine = WatchMachine(streamsLists: false)
    _ = machine.handle(.started)
    #expect(machine.handle(.failed(forbidden, quickly: true)) == [.tellTrouble(forbidden), .pause(attempt: 1, .patience)])
    #expect(machine.handle(.pauseEnded) == [.beginList, .list])
    #expect(
        machine.handle(.listed(resourceVersion: "5")) == [
            .tellRecovered, .endList(resourceVersion: "5"), .watch(resourceVersion: "5"),
        ])
}

@Test func lateWordsAreIgnored() {
    var machine = WatchMachine(streamsLists: false)
    #expect(machine.handle(.pauseEnded) == [])
    #expect(machine.handle(.listed(resourceVersion: "1")) == [])
    #expect(machine.state == .empty)
}
