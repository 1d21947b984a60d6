import Model

extension ObjectKey {
    /// `{"namespace":…,"name":…}`, as every message spells a key.
    var form: JSON { ["namespace": .string(namespace), "name": .string(name)] }
}

extension ProvisionForm {
    /// A resource type by its name, `apps/v1/statefulsets`: one that this build knows.
    func resource(_ name: String) throws(FormError) -> ResourceType {
        guard let type = ResourceType.named(try string(name)) else {
            throw FormError(
                path: path.isEmpty ? name : "\(path).\(name)", expected: "a resource type that this build knows", found: "another")
        }
        return type
    }

    func double(_ name: String) throws(FormError) -> Double {
        guard let value = member(name)?.double else { throw failure(name, expected: "a number") }
        return value
    }
}
