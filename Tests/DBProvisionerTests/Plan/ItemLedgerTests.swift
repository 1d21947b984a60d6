import IPC
import Testing

@testable import DBProvisioner

@Suite struct ItemLedgerTests {
    private func end(_ name: String, _ failure: String? = nil, _ outcome: ProvisionResult.Item.Outcome = .created) -> StepEnd {
        StepEnd(step: PlannedStep(.role, name, outcome, "make \(name)", []), failure: failure)
    }

    private func lines(_ ledger: ItemLedger) -> [String] { ledger.items.map { "\($0.name) \($0.outcome.rawValue)" } }

    @Test func whatFailedIsLookedAtAgainInTheNextRound() {
        var ledger = ItemLedger()
        ledger.record([end("a"), end("b", "no such role")])
        #expect(lines(ledger) == ["a created", "b failed"])
        ledger.beginRound()
        ledger.record([end("b")])
        #expect(lines(ledger) == ["a created", "b created"])
        #expect(ledger.failureSummary == nil)
    }

    @Test func aRoundOfOnePartLeavesTheOthersAlone() {
        var ledger = ItemLedger()
        ledger.record([end("a", "refused by the server")])
        ledger.unchanged = 3
        ledger.beginPart()
        ledger.record([end("b", "not yet"), end("c")])
        ledger.unchanged += 1
        ledger.beginRound()
        ledger.record([end("b")])
        ledger.unchanged += 1
        #expect(lines(ledger) == ["a failed", "c created", "b created"])
        #expect(ledger.unchanged == 4)
    }

    @Test func aFailureBesideASuccessOfTheSameItemStays() {
        var ledger = ItemLedger()
        ledger.record([end("a"), end("a", "bad setting", .changed)])
        #expect(lines(ledger) == ["a failed"])
        ledger.record([end("a", nil, .changed)])
        #expect(lines(ledger) == ["a failed"])
    }

    @Test func whatWasMadeStaysMadeWhenItIsChangedAfterwards() {
        var ledger = ItemLedger()
        ledger.record([end("a"), end("a", nil, .changed)])
        #expect(lines(ledger) == ["a created"])
    }

    @Test func theSummaryNamesTheFirstFew() {
        var ledger = ItemLedger()
        ledger.record((1...5).map { end("r\($0)", "no") })
        #expect(ledger.failureSummary?.hasPrefix("5 items could not be done: role r1: could not make r1: no; ") ?? false)
    }
}
