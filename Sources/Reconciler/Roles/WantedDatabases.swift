import IPC
import Model

/// The databases, schemas and publications of a manifest, without those whose names or owners are refused.
extension RoleComputation {
    mutating func addDatabases() {
        for (name, owner) in spec.databases.sorted(by: { $0.key < $1.key }) {
            let path = "spec.databases.\(name)"
            if let objection = RoleName.databaseObjection(to: name) {
                report(.warning(path, value: .string(name), "\(objection): it is left out"))
            } else if role(named: owner)?.origin == .system || role(named: owner) == nil {
                report(
                    .warning(
                        path, value: .string(owner),
                        "the owner is no role that the operator makes in this cluster: name one of spec.users; the database is left out"))
            } else {
                set.databases.append(WantedDatabase(name: name, owner: owner))
            }
        }
    }

    mutating func addPreparedDatabases() {
        for (name, database) in manifest.resolvedPreparedDatabases.sorted(by: { $0.key < $1.key }) {
            let path = "spec.preparedDatabases.\(name)"
            if let objection = RoleName.databaseObjection(to: name) {
                report(.error(path, value: .string(name), objection))
                continue
            }
            var wanted = WantedPreparedDatabase(name: name, defaultUsers: database.defaultUsers, extensions: database.extensions)
            for (schema, options) in database.schemas.sorted(by: { $0.key < $1.key }) {
                if let objection = RoleName.databaseObjection(to: schema) {
                    report(.error("\(path).schemas.\(schema)", value: .string(schema), objection))
                    continue
                }
                wanted.schemas.append(
                    WantedPreparedDatabase.Schema(name: schema, defaultRoles: options.defaultRoles, defaultUsers: options.defaultUsers))
            }
            set.preparedDatabases.append(wanted)
        }
    }

    /// A publication for each pair of database and application; of several streams with the same pair the tables are united.
    mutating func addPublications() {
        let known = Set(spec.databases.keys).union(manifest.resolvedPreparedDatabases.keys)
        var tables: [PublicationKey: Set<String>] = [:]
        for (place, stream) in spec.streams.enumerated() {
            guard known.contains(stream.database) else {
                report(
                    .warning(
                        "spec.streams[\(place)].database", value: .string(stream.database),
                        "no such database is in the manifest: the stream is left out"))
                continue
            }
            let key = PublicationKey(
                database: stream.database, name: "fes_\(stream.database)_" + String(stream.applicationId.map { $0 == "-" ? "_" : $0 }))
            tables[key, default: []].formUnion(stream.tables.keys.map { $0.contains(".") ? $0 : "public.\($0)" })
        }
        set.publications = tables.map { WantedPublication(database: $0.key.database, name: $0.key.name, tables: $0.value.sorted()) }
            .sorted { ($0.database, $0.name) < ($1.database, $1.name) }
    }

    private struct PublicationKey: Hashable {
        var database: String
        var name: String
    }
}
