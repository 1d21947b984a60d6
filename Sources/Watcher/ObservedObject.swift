import Model

/// An object as it is kept: its key, what tells versions of it apart, and its text.
struct ObservedObject: Sendable, Equatable {
    let key: ObjectKey
    let uid: String
    /// nil where it is no number, or was left out by the projection.
    let version: UInt64?
    /// Compact JSON: a fifth of the memory of the value.
    let text: [UInt8]

    /// nil for what has no name.
    init?(_ object: JSON, _ type: ResourceType) {
        guard let key = ObjectKey(object) else { return nil }
        let projected = Projection.projected(object, type)
        self.key = key
        uid = object.at("metadata", "uid")?.string ?? ""
        version = projected.at("metadata", "resourceVersion")?.string.flatMap(UInt64.init)
        // A copy of just its size: what was written piece by piece has room for up to twice as much.
        text = projected.bytes().withUnsafeBufferPointer { Array($0) }
    }
}
