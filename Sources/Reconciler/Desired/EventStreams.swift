import Model

/// The FabricEventStreams: one for each application that wants the changes of tables.
struct EventStreamsBuilder {
    let context: ClusterContext

    private var spec: Manifest.Spec { context.spec }

    func build() -> [WantedObject] {
        guard context.facts.servesStreams else { return [] }
        var applications: [String] = []
        for stream in spec.streams where !applications.contains(stream.applicationId) { applications.append(stream.applicationId) }
        return applications.map(object)
    }

    private func object(_ application: String) -> WantedObject {
        let streams = spec.streams.filter { $0.applicationId == application }
        let name = context.facts.streams[application] ?? "\(context.name)-\(Self.suffix(context.manifest.metadata.uid + "/" + application))"
        var annotations = context.scaledAnnotations
        annotations["fes.zalando.org/FES_CPU"] = Self.largest(streams.map(\.cpu))
        annotations["fes.zalando.org/FES_MEMORY"] = Self.largest(streams.map(\.memory))
        let events = streams.flatMap { stream in stream.tables.sorted { $0.key < $1.key }.map { event(stream, $0.key, $0.value) } }
        return context.object(
            .fabricEventStreams, context.metadata(name, labels: context.labels, annotations: annotations),
            [("spec", JSON.build([("applicationId", application), ("eventStreams", JSON.array(events))]))])
    }

    /// Five letters and digits that follow from what the stream is for, so that the same name comes out again (FNV-1a).
    private static func suffix(_ text: String) -> String {
        var hash = text.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        let alphabet = Array("abcdefghijklmnopqrstuvwxyz0123456789")
        return String(
            (0..<5).map { _ in
                let (rest, place) = hash.quotientAndRemainder(dividingBy: 36)
                hash = rest
                return alphabet[Int(place)]
            })
    }

    private static func largest(_ quantities: [String?]) -> String? {
        quantities.compactMap { $0 }.filter { Quantity($0) != nil }.max { (Quantity($0) ?? .zero) < (Quantity($1) ?? .zero) }
    }

    private func event(_ stream: Manifest.Stream, _ table: String, _ settings: Manifest.StreamTable) -> JSON {
        .build([
            (
                "flow",
                JSON.build([("type", "PostgresWalToGenericNakadiEvent"), ("payloadColumn", settings.payloadColumn)])
            ),
            ("recovery", recovery(stream, settings)),
            ("sink", sink(settings.eventType, stream.batchSize)), ("source", source(stream, table, settings)),
        ])
    }

    private func sink(_ eventType: String, _ batchSize: Int?) -> JSON {
        .build([("type", "Nakadi"), ("eventType", eventType), ("maxBatchSize", batchSize)])
    }

    private func recovery(_ stream: Manifest.Stream, _ settings: Manifest.StreamTable) -> JSON {
        let type = settings.recoveryEventType.flatMap { $0.isEmpty ? nil : $0 }
        if settings.ignoreRecovery { return ["type": "Ignore", "sink": nil] }
        guard stream.enableRecovery ?? (type != nil) else { return ["type": "None", "sink": nil] }
        return ["type": "DeadLetter", "sink": sink(type ?? settings.eventType + "-dead-letter-queue", stream.batchSize)]
    }

    private func source(_ stream: Manifest.Stream, _ table: String, _ settings: Manifest.StreamTable) -> JSON {
        let parts = table.split(separator: ".", maxSplits: 1)
        let (schema, name) = parts.count == 2 ? (String(parts[0]), String(parts[1])) : ("public", table)
        let slot = "fes_\(stream.database)_" + stream.applicationId.map { $0 == "-" ? "_" : String($0) }.joined()
        let address = "jdbc:postgresql://\(context.name).\(context.namespace)/\(stream.database)?user=fes_user&ssl=true&sslmode=require"
        return .build([
            ("type", "PostgresLogicalReplication"), ("schema", schema),
            ("table", JSON.build([("name", name), ("idColumn", settings.idColumn)])), ("filter", stream.filter[table]),
            (
                "jdbcConnection",
                JSON.build([
                    ("jdbcUrl", address), ("slotName", slot), ("pluginType", "pgoutput"),
                    (
                        "databaseAuthentication",
                        [
                            "type": "DatabaseAuthenticationSecret", "name": .string(context.secretName("fes_user")),
                            "userKey": "username", "passwordKey": "password",
                        ] as JSON
                    ),
                ])
            ),
        ])
    }
}
