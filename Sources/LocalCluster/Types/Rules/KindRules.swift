import Model

/// What is special about one kind: its defaults, what the server sets on its own, and what may stand in it and change.
///
/// Everything that holds for all kinds (decoding, metadata, ownership, resourceVersion) is in `WritePipeline`.
protocol KindRules: Sendable {
    /// How names must look.
    var nameRule: @Sendable (String) -> [String] { get }
    /// A PUT without resourceVersion overwrites whatever is there.
    var allowsUnconditionalUpdate: Bool { get }
    /// `metadata.generation` counts changes of everything but metadata and status.
    var countsGeneration: Bool { get }
    /// Annotations count as well (Deployments).
    var countsAnnotations: Bool { get }
    /// The kind checks the whole metadata again on an update, so that its complaints come once more.
    var repeatsMetadataCheck: Bool { get }
    /// What a status that was not written yet contains.
    var initialStatus: JSON? { get }
    /// A new object keeps the status that the client sent (Nodes).
    var keepsStatusOnCreate: Bool { get }

    func setDefaults(_ object: inout JSON)
    /// Admission, after ownership of fields was booked: `old` is nil for a new object.
    func admit(_ object: inout JSON, old: JSON?, _ context: WriteContext) throws(StatusError)
    func prepareForCreate(_ object: inout JSON, _ context: WriteContext)
    func prepareForUpdate(_ object: inout JSON, old: JSON, _ context: WriteContext)
    func prepareForStatusUpdate(_ object: inout JSON, old: JSON)
    func validate(_ object: JSON) -> [FieldError]
    func validateUpdate(_ object: JSON, old: JSON) -> [FieldError]
    func validateStatusUpdate(_ object: JSON, old: JSON) -> [FieldError]
    func warnings(_ object: JSON, old: JSON?) -> [String]
}

extension KindRules {
    var nameRule: @Sendable (String) -> [String] { Names.subdomain }
    var allowsUnconditionalUpdate: Bool { true }
    var countsGeneration: Bool { false }
    var countsAnnotations: Bool { false }
    var repeatsMetadataCheck: Bool { true }
    var initialStatus: JSON? { nil }
    var keepsStatusOnCreate: Bool { false }

    func setDefaults(_ object: inout JSON) {}
    func admit(_ object: inout JSON, old: JSON?, _ context: WriteContext) throws(StatusError) {}
    func prepareForCreate(_ object: inout JSON, _ context: WriteContext) {}
    func prepareForUpdate(_ object: inout JSON, old: JSON, _ context: WriteContext) {}
    func prepareForStatusUpdate(_ object: inout JSON, old: JSON) {}
    func validate(_ object: JSON) -> [FieldError] { [] }
    func validateUpdate(_ object: JSON, old: JSON) -> [FieldError] { validate(object) }
    func validateStatusUpdate(_ object: JSON, old: JSON) -> [FieldError] { [] }
    func warnings(_ object: JSON, old: JSON?) -> [String] { [] }
}

/// A kind of which the server knows nothing special.
struct PlainRules: KindRules {}
