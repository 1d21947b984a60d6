import IPC

/// What has to be looked at inside one database.
struct InsideQuestion: Equatable, Sendable {
    var schemas: Set<String> = []
    var grantors: Set<String> = []
    var extensions: Set<String> = []
    var poolerSchema: String?
    var publications = false
}

extension CatalogReader {
    /// At most six queries, and none about what nobody asks for.
    func inside(_ question: InsideQuestion) async throws(PostgresError) -> ObservedInside {
        var inside = ObservedInside()
        var schemas = question.schemas.union(question.extensions.isEmpty ? [] : ["public"])
        if let pooler = question.poolerSchema { schemas.insert(pooler) }
        if !schemas.isEmpty { inside.schemas = try await readSchemas(schemas) }
        if !question.grantors.isEmpty { inside.defaultGrants = try await readDefaultGrants(of: question.grantors) }
        if !question.extensions.isEmpty { try await readExtensions(question.extensions, into: &inside) }
        if let pooler = question.poolerSchema { inside.lookup = try await readLookup(in: pooler) }
        if question.publications { inside.publications = try await readPublications() }
        return inside
    }

    private func readSchemas(_ names: Set<String>) async throws(PostgresError) -> [String: ObservedInside.Schema] {
        let rows = try await connection.query(
            """
            select nspname, pg_get_userbyid(nspowner), case when g.grantee = 0 then '' else pg_get_userbyid(g.grantee) end \
            from pg_namespace n \
            left join lateral (select grantee from aclexplode(coalesce(nspacl, acldefault('n', nspowner))) where privilege_type = 'USAGE') g \
            on true where nspname = any ($1::name[])
            """, [Self.array(names)])
        var schemas: [String: ObservedInside.Schema] = [:]
        for row in rows {
            schemas[row.string(0), default: ObservedInside.Schema(owner: row.string(1))].usage.formUnion(row.text(2).map { [$0] } ?? [])
        }
        return schemas
    }

    private func readDefaultGrants(of grantors: Set<String>) async throws(PostgresError) -> Set<ObservedInside.DefaultGrant> {
        let rows = try await connection.query(
            """
            select r.rolname, coalesce(n.nspname, ''), defaclobjtype, pg_get_userbyid(g.grantee), g.privilege_type \
            from pg_default_acl d join pg_roles r on r.oid = d.defaclrole left join pg_namespace n on n.oid = d.defaclnamespace, \
            lateral aclexplode(defaclacl) g where r.rolname = any ($1::name[]) and g.grantee <> 0
            """, [Self.array(grantors)])
        var grants: Set<ObservedInside.DefaultGrant> = []
        for row in rows {
            guard let kind = DefaultPrivilegeKind(rawValue: row.string(2)), let privilege = Privilege(rawValue: row.string(4)) else {
                continue
            }
            grants.insert(
                ObservedInside.DefaultGrant(
                    grantor: row.string(0), schema: row.string(1), kind: kind, grantee: row.string(3), privilege: privilege))
        }
        return grants
    }

    private func readExtensions(_ names: Set<String>, into inside: inout ObservedInside) async throws(PostgresError) {
        let list = Self.array(names)
        let rows = try await connection.query(
            """
            select extname, nspname from pg_extension join pg_namespace n on n.oid = extnamespace where extname = any ($1::name[])
            """, [list])
        for row in rows { inside.extensions[row.string(0)] = row.string(1) }
        let missing = names.subtracting(inside.extensions.keys)
        guard !missing.isEmpty else { return }
        let available = try await connection.query(
            "select name from pg_available_extensions where name = any ($1::name[])", [Self.array(missing)])
        inside.available = Set(available.map { $0.string(0) })
    }

    private func readLookup(in schema: String) async throws(PostgresError) -> ObservedInside.LookupFunction? {
        let rows = try await connection.query(
            """
            select p.prosrc, p.prosecdef, l.lanname, pg_get_function_result(p.oid), \
            case when g.grantee = 0 then '' else pg_get_userbyid(g.grantee) end \
            from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_language l on l.oid = p.prolang \
            left join lateral (select grantee from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner)))) g on true \
            where n.nspname = $1::name and p.proname = 'user_lookup' and pg_get_function_identity_arguments(p.oid) = $2
            """, [schema, PoolerLookupPlanner.identityArguments])
        guard let first = rows.first else { return nil }
        return ObservedInside.LookupFunction(
            body: first.string(0), isSecurityDefiner: first.bool(1), language: first.string(2), result: first.string(3),
            execute: Set(rows.compactMap { $0.text(4) }))
    }

    private func readPublications() async throws(PostgresError) -> [String: ObservedInside.Publication] {
        let rows = try await connection.query(
            """
            select pubname, pg_get_userbyid(pubowner), schemaname || '.' || tablename \
            from pg_publication p left join pg_publication_tables t using (pubname) where starts_with(pubname, 'fes_') order by 1, 3
            """)
        var publications: [String: ObservedInside.Publication] = [:]
        for row in rows {
            publications[row.string(0), default: ObservedInside.Publication(owner: row.string(1), tables: [])].tables +=
                row.text(2).map { [$0] } ?? []
        }
        return publications
    }
}
