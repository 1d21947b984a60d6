import Model

/// The configuration in force. A bad one never is: the last good one stays, and why is said.
struct ConfigurationState: Sendable {
    enum Change: Equatable {
        case same
        case changed(warnings: [String])
        /// Not usable: what is wrong, one sentence each.
        case refused([String])
    }

    private let options: EngineOptions
    private(set) var current: Configuration?
    /// Why the newest configuration is not in force; empty where it is.
    private(set) var problems: [String] = []
    private var source: JSON?

    init(options: EngineOptions) { self.options = options }

    /// Looks at the object again; what has not changed is not read again.
    mutating func update(from observed: Observed) -> Change {
        guard let reference = options.configurationReference else { return update(source: ["data": [:]], isMap: true) }
        guard let object = observed.object(reference) else {
            guard current == nil else { return refuse(["\(reference) is gone; the last configuration stays in force"]) }
            return refuse(["\(reference) is not there: create it, or start without naming it"])
        }
        return update(source: object, isMap: reference.type == .configMaps)
    }

    private mutating func update(source object: JSON, isMap: Bool) -> Change {
        let content = isMap ? object["data"] ?? .null : object["configuration"] ?? .null
        if source == content { return .same }
        source = content
        let (read, found) = isMap ? Configuration.read(configMap: object) : Configuration.read(operatorConfiguration: object)
        guard let read else { return refuse(found.errors.map(\.description)) }
        problems = []
        current = read.applying(options.overrides)
        return .changed(warnings: found.warnings.map(\.description))
    }

    private mutating func refuse(_ reasons: [String]) -> Change {
        guard reasons != problems else { return .same }
        problems = reasons
        return .refused(reasons)
    }
}
