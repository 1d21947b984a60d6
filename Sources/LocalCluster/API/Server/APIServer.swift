import Model
import Synchronization

/// The API server without its sockets: answers one request at a time from the store and the catalog of types.
///
/// Everything that differs from call to call (clock, randomness) comes from `Surroundings`, so that tests can fix it.
final class APIServer: Sendable {
    let store: Store
    let authenticator: Authenticator
    let authorizer: Authorizer
    let surroundings: Surroundings
    let ticker: WatchTicker
    private let catalogState: Mutex<CatalogState>

    init(store: Store, authenticator: Authenticator, surroundings: Surroundings = .system) {
        self.store = store
        self.authenticator = authenticator
        self.surroundings = surroundings
        authorizer = Authorizer(store: store)
        ticker = WatchTicker(store: store)
        var state = CatalogState()
        for object in store.list(.customResourceDefinitions, namespace: nil).objects { _ = state.install(object.value) }
        catalogState = Mutex(state)
    }

    var catalog: Catalog { catalogState.withLock { $0.catalog } }

    /// Serves a definition's versions once it is established. Watches of what was served before end: their clients see the new form.
    func install(customResourceDefinition definition: JSON) {
        if catalogState.withLock({ $0.install(definition) }) == .replaced { store.endWatches(of: Self.collection(of: definition)) }
    }

    func remove(customResourceDefinition definition: JSON) {
        catalogState.withLock { $0.remove(definition.name) }
        store.endWatches(of: Self.collection(of: definition))
    }

    static func collection(of definition: JSON) -> CollectionID {
        CollectionID(
            group: definition.at("spec", "group")?.string ?? "", plural: definition.at("spec", "names", "plural")?.string ?? "")
    }

    /// The type and the objects of a built-in resource that the server itself uses.
    func builtIn(_ group: String, _ version: String, _ plural: String) -> APIType? {
        catalog.type(group: group, version: version, plural: plural)
    }
}

extension CollectionID {
    static let customResourceDefinitions = CollectionID(group: "apiextensions.k8s.io", plural: "customresourcedefinitions")
    static let namespaces = CollectionID(group: "", plural: "namespaces")
    static let pods = CollectionID(group: "", plural: "pods")
    static let nodes = CollectionID(group: "", plural: "nodes")
    static let services = CollectionID(group: "", plural: "services")
    static let serviceAccounts = CollectionID(group: "", plural: "serviceaccounts")
    static let disruptionBudgets = CollectionID(group: "policy", plural: "poddisruptionbudgets")
}
