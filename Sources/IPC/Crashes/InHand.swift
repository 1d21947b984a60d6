import Glibc
import Model
import Synchronization

/// A cluster as a worker handles it: the key, and the version of what it was given, so that an edit makes it another one.
public struct HandledCluster: Hashable, Sendable {
    public var key: ObjectKey
    /// Whatever changes when the manifest does, `uid/generation` for example. At most 128 bytes of it count.
    public var version: String

    public init(key: ObjectKey, version: String) {
        self.key = key
        self.version = version
    }
}

/// The file in which a worker notes what it is handling at this moment, so that whoever finds it dead knows what it died of.
///
/// The file is mapped memory: noting costs a copy of some bytes and no system call, and the note is there however the process ends. Each
/// of its slots holds one cluster; a slot's first byte says whether it counts and is written last and cleared first.
public final class InHand: Sendable {
    static let slots = 64
    static let slotSize = 512

    private struct State {
        var memory: UnsafeMutableRawPointer
        var free: [Int]
    }

    // The pointer leaves neither the lock nor this type.
    private let state: Mutex<State?>

    /// Makes the file new. A file that cannot be made is an error: without it a poisonous object could not be found.
    public init(path: String) throws(IPCError) {
        let size = Self.slots * Self.slotSize
        let descriptor = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .system(call: "open", code: errno, path: path) }
        defer { _ = Glibc.close(descriptor) }
        guard ftruncate(descriptor, size) == 0 else { throw .system(call: "ftruncate", code: errno, path: path) }
        let memory = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0)
        guard let memory, memory != MAP_FAILED else { throw .system(call: "mmap", code: errno, path: path) }
        state = Mutex(State(memory: memory, free: Array((0..<Self.slots).reversed())))
    }

    deinit {
        state.withLock { state in
            if let memory = state?.memory { munmap(memory, Self.slots * Self.slotSize) }
            state = nil
        }
    }

    /// Notes the cluster while `body` runs. `body` is what can crash: the computing, not the waiting.
    public func noting<Value, Failure: Error>(_ cluster: HandledCluster, _ body: () throws(Failure) -> Value) throws(Failure) -> Value {
        let slot = enter(cluster)
        defer { if let slot { leave(slot) } }
        return try body()
    }

    func enter(_ cluster: HandledCluster) -> Int? {
        let text = Array("\(cluster.key.namespace)/\(cluster.key.name)\n\(cluster.version)".utf8.prefix(Self.slotSize - 3))
        return state.withLock { state in
            guard let slot = state?.free.popLast(), let memory = state?.memory else { return nil }
            let bytes = memory + slot * Self.slotSize
            bytes.storeBytes(of: UInt16(text.count), toByteOffset: 1, as: UInt16.self)
            text.withUnsafeBytes { source in
                guard let base = source.baseAddress else { return }
                memcpy(bytes + 3, base, source.count)
            }
            bytes.storeBytes(of: 1, as: UInt8.self)
            return slot
        }
    }

    func leave(_ slot: Int) {
        state.withLock { state in
            state?.memory.storeBytes(of: 0, toByteOffset: slot * Self.slotSize, as: UInt8.self)
            state?.free.append(slot)
        }
    }

    /// What a process that has ended was handling; empty where the file is missing or was never a whole one.
    public static func read(_ path: String) -> [HandledCluster] {
        guard let bytes = File.read(path, limit: slots * slotSize), bytes.count == slots * slotSize else { return [] }
        return (0..<slots).compactMap { slot in
            let start = slot * slotSize
            guard bytes[start] == 1 else { return nil }
            let length = Int(bytes[start + 1]) | Int(bytes[start + 2]) << 8
            guard length <= slotSize - 3 else { return nil }
            let text = String(decoding: bytes[(start + 3)..<(start + 3 + length)], as: UTF8.self)
            let parts = text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, let key = ObjectKey(parsing: String(parts[0])) else { return nil }
            return HandledCluster(key: key, version: String(parts[1]))
        }
    }
}
