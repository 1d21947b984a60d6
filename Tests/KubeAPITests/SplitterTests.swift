import Model
import Testing

@testable import KubeAPI

/// The items, and the rest of the list, of a body that arrives in pieces of that size.
private func split(_ body: String, by size: Int) throws -> ([JSON], JSON) {
    let bytes = Array(body.utf8)
    var splitter = ListSplitter()
    var items: [JSON] = []
    for start in stride(from: 0, to: bytes.count, by: size) {
        items += try splitter.items(in: Array(bytes[start..<min(start + size, bytes.count)]))
    }
    return (items, try splitter.end())
}

@Test(arguments: [
    #"{"kind":"PodList","metadata":{"resourceVersion":"1"},"items":[{"a":1},{"b":[{"c":"]}"}]}]}"#,
    #" { "items" : [ {"a":1} , {"b":[{"c":"]}"}]} ] , "metadata" : { "items":[1], "resourceVersion":"1" } } "#,
    #"{"metadata":{"annotations":{"items":"["}},"x":"items","y":["items",[{}]],"items":[{"a":1},{"b":[{"c":"]}"}]}]}"#,
    #"{"a\"items":[1],"items":[{"a":1},{"b":[{"c":"]}"}]}]}"#,
])
func listIsCutIntoItemsWhereverThePiecesEnd(_ body: String) throws {
    let whole = try JSON(parsing: body)
    for size in [1, 2, 3, 7, 1000] {
        let (items, envelope) = try split(body, by: size)
        #expect(items == [["a": 1], ["b": [["c": "]}"]]]])
        #expect(envelope["items"] == [])
        #expect(envelope["metadata"] == whole["metadata"])
    }
}

@Test func escapedQuotesDoNotEndAString() throws {
    let (items, _) = try split(#"{"items":[{"a":"\"}\\"},{"b":"\\\"]"}]}"#, by: 1)
    #expect(items == [["a": #""}\"#], ["b": #"\"]"#]])
}

@Test func emptyAndMissingItems() throws {
    #expect(try split(#"{"items":[],"metadata":{}}"#, by: 4).0.isEmpty)
    #expect(try split(#"{"items":null,"metadata":{}}"#, by: 4).0.isEmpty)
    #expect(try split(#"{"metadata":{}}"#, by: 4).0.isEmpty)
}

@Test(arguments: [#"{"items":[{"a":1}"#, #"{"items":["#, #"{"items":[{"a":"#, #"{"items":[1]}"#, #"{"items":[{"a" 1}]}"#, "", "no"])
func brokenListIsRefused(_ body: String) { #expect(throws: KubeError.self) { try split(body, by: 3) } }

@Test func watchIsCutIntoEventsWhereverThePiecesEnd() {
    let text = [event("ADDED", pod("a", version: 1)), "", event("STRANGE", "{}"), event("DELETED", pod("a", version: 2)), ""]
        .joined(separator: "\n")
    let bytes = Array(text.utf8)
    for size in [1, 5, 1000] {
        var lines = WatchLines()
        var events: [WatchEvent] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
            events += lines.events(in: Array(bytes[start..<min(start + size, bytes.count)]))
        }
        #expect(events.map(\.type) == [.added, .deleted])
        #expect(events.map(\.resourceVersion) == ["1", "2"])
        #expect(lines.failure == nil)
    }
}

@Test func eventsBeforeAnErrorStillCount() {
    var lines = WatchLines()
    let error = event("ERROR", #"{"kind":"Status","code":410,"reason":"Expired","message":"too old"}"#)
    let events = lines.events(in: Array((event("ADDED", pod("a", version: 1)) + "\n" + error + "\n").utf8))
    #expect(events.count == 1)
    #expect(lines.failure == .status(APIStatus(code: 410, reason: "Expired", message: "too old")))
}

@Test(arguments: ["no", "[]", "{}", #"{"type":"ADDED"}"#, #"{"type":"ADDED","object":1}"#])
func lineThatIsNoEvent(_ line: String) {
    var lines = WatchLines()
    #expect(lines.events(in: Array((line + "\n").utf8)).isEmpty)
    #expect(lines.failure?.disposition == .retry)
}
