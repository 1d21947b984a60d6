/// The leaf values that built-in types are made of, as their Go types read and write them.
enum Scalar: Sendable {
    case string, bool, int32, int64, float
    /// `resource.Quantity`: text or number, written in canonical form.
    case quantity
    /// `metav1.Time` (whole seconds) and `metav1.MicroTime`.
    case time, microTime
    case intOrString
    /// `[]byte`: base64.
    case bytes
    /// Any JSON, kept as it is.
    case any
    /// A JSON schema where it is an object, else a bool or an array (`items`, `additionalProperties` of a schema).
    case schemaOrOther
}

/// How the items of a list belong together, for server-side apply.
enum ListKind: Sendable, Equatable {
    case atomic
    case set
    /// Items are found by these fields.
    case map(keys: [String])
}

/// The shape of a value: of a built-in type (from `ShapeTable`) or of a custom resource (from its schema).
///
/// It carries what decoding, strategic merge patch and server-side apply need; defaults and validation are elsewhere.
indirect enum Shape: Sendable {
    case scalar(Scalar)
    case list(Shape, ListKind)
    case map(Shape, isAtomic: Bool)
    case structure(Structure)
    /// A structure of `ShapeTable`, by its place: types may contain themselves.
    case named(Int, isAtomic: Bool)
    /// A value without schema (below x-kubernetes-preserve-unknown-fields): maps are merged, lists are atomic.
    case deduced

    var structure: Structure? {
        switch self {
        case .structure(let structure): structure
        case .named(let place, _): ShapeTable.builtIn.structures[place]
        default: nil
        }
    }

    /// Owned and replaced as a whole.
    var isAtomic: Bool {
        switch self {
        case .list(_, let kind): kind == .atomic
        case .map(_, let isAtomic): isAtomic
        case .named(_, let isAtomic): isAtomic || (structure?.isAtomic ?? false)
        case .structure(let structure): structure.isAtomic
        case .scalar, .deduced: false
        }
    }
}

/// A type with named fields.
final class Structure: Sendable {
    let name: String
    let fields: [Field]
    let isAtomic: Bool
    /// What fields that are not declared look like: nil refuses them.
    let others: Shape?
    private let places: [String: Int]
    /// Places of the fields that are written even when they are empty.
    let alwaysWritten: [Int]

    init(name: String, fields: [Field], isAtomic: Bool = false, others: Shape? = nil) {
        self.name = name
        self.fields = fields
        self.isAtomic = isAtomic
        self.others = others
        var places: [String: Int] = [:]
        for (place, field) in fields.enumerated() { places[field.name] = place }
        self.places = places
        alwaysWritten = fields.indices.filter { fields[$0].isAlwaysWritten }
    }

    func place(of name: String) -> Int? { places[name] }
    func field(_ name: String) -> Field? { places[name].map { fields[$0] } }
}

/// One field of a type.
struct Field: Sendable {
    var name: String
    var shape: Shape
    /// A pointer in Go: an empty value that is given stays; otherwise it is as if it were not there.
    var isPointer = false
    /// Written even when it is empty: no `omitempty`, or a structure that is no pointer.
    var isAlwaysWritten = false
    /// Strategic merge patch: the list is merged (by `mergeKey` for objects).
    var isMerged = false
    var mergeKey: String?
    /// Strategic merge patch: `$retainKeys` is understood.
    var retainsKeys = false
    /// The value that a missing key field of a list has (`protocol`: TCP).
    var keyDefault: String?
}
