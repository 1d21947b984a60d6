import Glibc
import Model
import Testing

@testable import IPC

struct LineTests {
    /// Feeds the bytes in pieces of the given size and collects the lines.
    private func lines(of text: String, piece: Int, limit: Int = 1000) throws -> [String] {
        var buffer = LineBuffer(limit: limit)
        var rest = Array(text.utf8)[...]
        var lines: [String] = []
        while !rest.isEmpty {
            let part = rest.prefix(piece)
            rest = rest.dropFirst(part.count)
            _ = try buffer.fill { (free) throws(IPCError) in
                free.copyBytes(from: part)
                return part.count
            }
            while let line = try buffer.next({ (bytes) throws(IPCError) in String(decoding: bytes, as: UTF8.self) }) { lines.append(line) }
        }
        return lines
    }

    @Test(arguments: [1, 2, 3, 7, 100])
    func linesAreTheSameHoweverTheyArrive(_ piece: Int) throws {
        #expect(try lines(of: "one\ntwo\n\nthree\nrest", piece: piece) == ["one", "two", "", "three"])
    }

    @Test func aLineOfExactlyTheLimitIsTaken() throws {
        #expect(try lines(of: String(repeating: "x", count: 50) + "\n", piece: 8, limit: 50).count == 1)
    }

    @Test func aLongerLineIsRefusedBeforeItsEnd() throws {
        #expect(throws: IPCError.lineTooLong(limit: 50)) { try lines(of: String(repeating: "x", count: 51), piece: 8, limit: 50) }
        #expect(throws: IPCError.lineTooLong(limit: 50)) { try lines(of: String(repeating: "x", count: 60) + "\n", piece: 100, limit: 50) }
    }

    @Test func largeLinesComeWholeAndTheirRoomIsGivenBack() throws {
        let large = String(repeating: "y", count: 3 << 20)
        #expect(try lines(of: "a\n\(large)\nb\n", piece: 20_000, limit: 4 << 20) == ["a", large, "b"])
    }

    private func reader(_ text: String) throws -> LineReader<WatcherMessage> {
        var reader = LineReader<WatcherMessage>(limit: 10_000)
        _ = try reader.fill { (free) throws(IPCError) in
            free.copyBytes(from: text.utf8)
            return text.utf8.count
        }
        return reader
    }

    private static let hello = #"{"hello":{"protocol":1,"sender":"w","build":"b","instance":"i"}}"# + "\n"

    @Test func theHelloComesFirst() throws {
        var reader = try reader(#"{"v":1,"seq":1,"type":"recovered","body":{"resource":"v1/pods"}}"# + "\n")
        #expect(throws: IPCError.helloMissing) { try reader.next() }
    }

    @Test func aLineThatIsNotJSONSaysSo() throws {
        var reader = try reader("this is not JSON\n")
        let error = #expect(throws: IPCError.self) { try reader.next() }
        #expect(error?.description == "a line is not JSON: unexpected 'h' at byte 1")
    }

    @Test func aMissingMessageIsFound() throws {
        let line = { (number: Int) in #"{"v":1,"seq":\#(number),"type":"recovered","body":{"resource":"v1/pods"}}"# + "\n" }
        var reader = try reader(Self.hello + line(1) + line(3))
        _ = try reader.next()
        _ = try reader.next()
        #expect(throws: IPCError.sequenceGap(expected: 2, found: 3)) { try reader.next() }
    }

    // MARK: The queue

    @Test func theNewestOfEachObjectWaitsAtThePlaceOfTheFirst() {
        var queue = OutgoingQueue<WatcherMessage>()
        let a1 = applied("a", 1), b1 = applied("b", 1), a2 = applied("a", 2)
        #expect(queue.offer(a1, limit: 10) == .queued)
        #expect(queue.offer(b1, limit: 10) == .queued)
        #expect(queue.offer(a2, limit: 10) == .coalesced)
        #expect(queue.count == 2)
        #expect([queue.take(), queue.take(), queue.take()] == [a2, b1, nil])
    }

    @Test func whatWasTakenIsNotReplaced() {
        var queue = OutgoingQueue<WatcherMessage>()
        _ = queue.offer(applied("a", 1), limit: 10)
        _ = queue.take()
        #expect(queue.offer(applied("a", 2), limit: 10) == .queued)
        #expect(queue.take() == applied("a", 2))
    }

    @Test func aFullQueueStillCoalesces() {
        var queue = OutgoingQueue<WatcherMessage>()
        _ = queue.offer(applied("a", 1), limit: 1)
        #expect(queue.offer(applied("b", 1), limit: 1) == .full)
        #expect(queue.offer(applied("a", 2), limit: 1) == .coalesced)
    }

    @Test func theQueueKeepsItsOrderOverManyRounds() {
        var queue = OutgoingQueue<WatcherMessage>()
        var taken = 0
        for round in 0..<50 {
            for number in 0..<500 { _ = queue.offer(.snapshotEnd(id: "\(round * 500 + number)"), limit: .max) }
            for _ in 0..<(round == 49 ? 30_000 : 400) {
                guard let message = queue.take() else { break }
                #expect(message == .snapshotEnd(id: "\(taken)"))
                taken += 1
            }
        }
        #expect(taken == 25_000 && queue.isEmpty)
    }

    private func applied(_ name: String, _ number: Int) -> WatcherMessage {
        .applied(type: .pods, object: ["metadata": ["namespace": "default", "name": JSON(name)], "number": JSON(number)])
    }
}
