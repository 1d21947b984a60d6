import Synchronization

/// Hands out the addresses of pods: 127.1.0.1 to 127.1.255.254, all of which the loopback interface has without being told.
///
/// An address is not given out again until all others have been, so that nobody takes a new pod for one that it knew.
final class PodAddresses: Sendable {
    private struct State {
        var byUID: [String: Int] = [:]
        var taken: Set<Int> = []
        var last = 0
    }

    private let state = Mutex(State())
    /// Whether nobody else has the address: another cluster on this machine draws from the same range.
    private let isFree: @Sendable (String) -> Bool

    static let count = 65_535

    init(isFree: @escaping @Sendable (String) -> Bool = { _ in true }) { self.isFree = isFree }

    /// The pod's address; the one it has already, where it has one of ours.
    func address(uid: String, current: String?) -> String? {
        state.withLock { state in
            if let number = state.byUID[uid] { return Self.text(number) }
            if let number = current.flatMap(Self.number), state.taken.insert(number).inserted {
                state.byUID[uid] = number
                state.last = max(state.last, number)
                return Self.text(number)
            }
            for step in 1...Self.count {
                let number = (state.last + step - 1) % Self.count + 1
                guard Self.isUsable(number), !state.taken.contains(number), isFree(Self.text(number)) else { continue }
                state.taken.insert(number)
                state.byUID[uid] = number
                state.last = number
                return Self.text(number)
            }
            return nil
        }
    }

    func release(uid: String) {
        state.withLock { state in
            if let number = state.byUID.removeValue(forKey: uid) { state.taken.remove(number) }
        }
    }

    private static func isUsable(_ number: Int) -> Bool { number & 255 != 0 && number & 255 != 255 }
    private static func text(_ number: Int) -> String { "127.1.\(number >> 8).\(number & 255)" }

    private static func number(_ text: String) -> Int? {
        let parts = text.split(separator: ".").compactMap { Int($0) }
        guard parts.count == 4, parts[0] == 127, parts[1] == 1, parts[2...].allSatisfy({ (0...255).contains($0) }) else { return nil }
        return parts[2] << 8 | parts[3]
    }
}
