import Model
import Testing

@Test func equalityIgnoresMemberOrder() {
    #expect(JSON.object(["a": 1, "b": 2]) == JSON.object(["b": 2, "a": 1.0]))
}
