import Model

extension ProvisionOrder {
    public init(json: JSON) throws(ProvisionFormError) {
        let form = try ProvisionForm(json)
        guard let connection = try form.object("connection") else { throw form.failure("connection", expected: "an object") }
        var roles: [WantedRole] = []
        for item in try form.items("roles") { roles.append(try WantedRole(item)) }
        var databases: [WantedDatabase] = []
        for item in try form.items("databases") {
            databases.append(WantedDatabase(name: try item.string("name"), owner: try item.string("owner")))
        }
        var prepared: [WantedPreparedDatabase] = []
        for item in try form.items("preparedDatabases") { prepared.append(try WantedPreparedDatabase(item)) }
        var publications: [WantedPublication] = []
        for item in try form.items("publications") {
            publications.append(
                WantedPublication(database: try item.string("database"), name: try item.string("name"), tables: try item.strings("tables")))
        }
        let pooler = try form.object("pooler")
        self.init(
            cluster: try form.key("cluster"), generation: Int64(try form.int("generation", default: 0)),
            digest: try form.optionalString("digest") ?? "", connection: try ProvisionConnection(connection), roles: roles,
            formerRoles: try form.strings("formerRoles"), databases: databases, preparedDatabases: prepared,
            pooler: try pooler.map { (form) throws(ProvisionFormError) in
                WantedPoolerLookup(user: try form.string("user"), schema: try form.string("schema"))
            },
            publications: publications, options: try ProvisionOptions(form.object("options")))
    }

    public var json: JSON {
        var form: JSONObject = [
            "cluster": cluster.provisionForm, "generation": .int(generation), "digest": .string(digest), "connection": connection.json,
        ]
        if !roles.isEmpty { form["roles"] = JSON(roles.map(\.json)) }
        form.put("formerRoles", formerRoles)
        if !databases.isEmpty { form["databases"] = JSON(databases.map { ["name": .string($0.name), "owner": .string($0.owner)] }) }
        if !preparedDatabases.isEmpty { form["preparedDatabases"] = JSON(preparedDatabases.map(\.json)) }
        if let pooler { form["pooler"] = ["user": .string(pooler.user), "schema": .string(pooler.schema)] }
        if !publications.isEmpty {
            form["publications"] = JSON(
                publications.map { ["database": .string($0.database), "name": .string($0.name), "tables": JSON($0.tables)] })
        }
        form["options"] = options.json
        return .object(form)
    }

    /// The order without its passwords, for recordings: what was a password is the word `redacted`.
    public func redacted() -> ProvisionOrder {
        var copy = self
        if copy.connection.password != nil { copy.connection.password = "redacted" }
        for place in copy.roles.indices where copy.roles[place].password != nil { copy.roles[place].password = "redacted" }
        return copy
    }
}

extension ProvisionConnection {
    init(_ form: ProvisionForm) throws(ProvisionFormError) {
        self.init(
            host: try form.string("host"), hostAddress: try form.optionalString("hostAddress"), port: try form.int("port", default: 5432),
            user: try form.optionalString("user") ?? "postgres", password: try form.optionalString("password"),
            database: try form.optionalString("database") ?? "postgres",
            sslMode: try form.word("sslMode", SSLMode.self, default: .require), caPEM: try form.optionalString("caPEM"))
    }

    public var json: JSON {
        var form: JSONObject = ["host": .string(host), "port": JSON(port), "user": .string(user), "database": .string(database)]
        form.put("hostAddress", hostAddress)
        form.put("password", password)
        form["sslMode"] = .string(sslMode.rawValue)
        form.put("caPEM", caPEM)
        return .object(form)
    }
}

extension WantedPreparedDatabase {
    init(_ form: ProvisionForm) throws(ProvisionFormError) {
        var schemas: [Schema] = []
        for item in try form.items("schemas") {
            schemas.append(
                Schema(
                    name: try item.string("name"), defaultRoles: try item.bool("defaultRoles", default: true),
                    defaultUsers: try item.bool("defaultUsers", default: false)))
        }
        self.init(
            name: try form.string("name"), defaultUsers: try form.bool("defaultUsers", default: false),
            extensions: try form.stringMap("extensions"), schemas: schemas)
    }

    public var json: JSON {
        var form: JSONObject = ["name": .string(name)]
        form.put("defaultUsers", defaultUsers, unless: false)
        form.put("extensions", extensions)
        if !schemas.isEmpty {
            form["schemas"] = JSON(
                schemas.map { schema in
                    var form: JSONObject = ["name": .string(schema.name)]
                    form.put("defaultRoles", schema.defaultRoles, unless: true)
                    form.put("defaultUsers", schema.defaultUsers, unless: false)
                    return JSON.object(form)
                })
        }
        return .object(form)
    }
}

extension ProvisionOptions {
    init(_ form: ProvisionForm?) throws(ProvisionFormError) {
        self.init()
        guard let form else { return }
        mode = try form.word("mode", Mode.self, default: mode)
        passwordEncryption = try form.word("passwordEncryption", PasswordEncryption.self, default: passwordEncryption)
        additionalOwnerRoles = try form.strings("additionalOwnerRoles")
        deletionSuffix = try form.optionalString("deletionSuffix")
        connectTimeout = try form.int("connectTimeout", default: connectTimeout)
        statementTimeout = try form.int("statementTimeout", default: statementTimeout)
    }

    public var json: JSON {
        var form: JSONObject = ["mode": .string(mode.rawValue), "passwordEncryption": .string(passwordEncryption.rawValue)]
        form.put("additionalOwnerRoles", additionalOwnerRoles)
        form.put("deletionSuffix", deletionSuffix)
        form["connectTimeout"] = JSON(connectTimeout)
        form["statementTimeout"] = JSON(statementTimeout)
        return .object(form)
    }
}
