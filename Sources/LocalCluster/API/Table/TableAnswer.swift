import Model

/// The Table form of objects of one type: columns, and a row an object.
struct TableAnswer: Sendable {
    /// What a row carries beside its cells.
    enum Included: String, Sendable {
        case metadata = "Metadata"
        case object = "Object"
        case none = "None"
    }

    let type: APIType
    let version: String
    let includes: Included
    /// For ages, in seconds since 1970.
    var now: Int64
    private let columns: [TableColumn]
    private let printer: TablePrinter

    init(type: APIType, version: String, includes: Included, now: Int64) {
        (self.type, self.version, self.includes, self.now) = (type, version, includes, now)
        printer = TablePrinter.of(type.info)
        columns = printer.columns
    }

    func rows(_ values: [JSON]) -> [JSON] {
        values.map { value in
            // A bookmark has no name and no row.
            ["cells": .array(printer.cells(value, now)), "object": included(value)]
        }
    }

    private func included(_ value: JSON) -> JSON {
        switch includes {
        case .metadata: APIServer.partial(value)
        case .object: APIServer.whole(ObjectView(shown: value, as: type))
        case .none: .null
        }
    }

    func json(rows: [JSON], resourceVersion: String?, next: String? = nil, remaining: Int? = nil, withColumns: Bool = true) -> JSON {
        var metadata: JSON = [:]
        if let resourceVersion { metadata["resourceVersion"] = .string(resourceVersion) }
        if let next { metadata["continue"] = .string(next) }
        if let remaining { metadata["remainingItemCount"] = JSON(remaining) }
        return [
            "kind": "Table", "apiVersion": .string("meta.k8s.io/\(version)"), "metadata": metadata,
            "columnDefinitions": withColumns ? .array(columns.map(\.json)) : .null,
            "rows": rows.isEmpty && printer.emptyIsNull ? .null : .array(rows),
        ]
    }
}

/// One column of a Table.
struct TableColumn: Equatable, Sendable {
    var name: String
    var type = "string"
    var format = ""
    var description = ""
    /// 0 is shown always, 1 with `-o wide`.
    var priority = 0

    var json: JSON {
        [
            "name": .string(name), "type": .string(type), "format": .string(format), "description": .string(description),
            "priority": JSON(priority),
        ]
    }

    static let nameText =
        "Name must be unique within a namespace. Is required when creating resources, although some resources may allow a client to request the generation of an appropriate name automatically. Name is primarily intended for creation idempotence and configuration definition. Cannot be updated. More info: https://kubernetes.io/docs/concepts/overview/working-with-objects/names#names"

    static let ageText =
        "CreationTimestamp is a timestamp representing the server time when this object was created. It is not guaranteed to be set in happens-before order across separate operations. Clients may not set this value. It is represented in RFC3339 form and is in UTC.\n\nPopulated by the system. Read-only. Null for lists. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata"

    static let name = TableColumn(name: "Name", format: "name", description: nameText)
    static let age = TableColumn(name: "Age", description: ageText)
}

/// Columns of one kind, and how its cells are made.
struct TablePrinter: Sendable {
    var columns: [TableColumn]
    /// An empty list has `rows: null`: so do kinds without columns of their own.
    var emptyIsNull = false
    var cells: @Sendable (_ object: JSON, _ now: Int64) -> [JSON]

    static func of(_ info: ResourceInfo) -> TablePrinter {
        if info.isCustom { return custom(info) }
        return builtIn(info) ?? plain
    }

    /// Name and creation time, for kinds without a printer.
    private static let plain = TablePrinter(
        columns: [
            TableColumn(name: "Name", format: "name", description: TableColumn.nameText),
            TableColumn(name: "Created At", type: "date", description: TableColumn.ageText),
        ], emptyIsNull: true,
        cells: { object, _ in [.string(object.name), .string(object.at("metadata", "creationTimestamp")?.string ?? "")] })

    private static func custom(_ info: ResourceInfo) -> TablePrinter {
        let own =
            info.printerColumns.isEmpty
            ? [PrinterColumn(name: "Age", type: "date", format: "", description: "", priority: 0, jsonPath: ".metadata.creationTimestamp")]
            : info.printerColumns
        let columns = own.map { column in
            TableColumn(
                name: column.name, type: column.type, format: column.format,
                description: column.description.isEmpty
                    ? (info.printerColumns.isEmpty
                        ? TableColumn.ageText : "Custom resource definition column (in JSONPath format): \(column.jsonPath)")
                    : column.description, priority: column.priority)
        }
        let paths = own.map { (JSONPath($0.jsonPath), $0.type) }
        return TablePrinter(columns: [.name] + columns, emptyIsNull: true) { object, now in
            [.string(object.name)] + paths.map { path, type in customCell(path, type, object, now) }
        }
    }

    private static func customCell(_ path: JSONPath, _ type: String, _ object: JSON, _ now: Int64) -> JSON {
        guard let value = path.values(in: object).first, !value.isNull else { return .null }
        switch type {
        case "date":
            guard let text = value.string, let then = Timestamp.seconds(text) else { return "<invalid>" }
            return .string(HumanDuration.text(now - then))
        case "integer": return value.int.map { JSON($0) } ?? .null
        case "number": return value.double.map { .double($0) } ?? .null
        case "boolean": return value.bool.map { .bool($0) } ?? .null
        default:
            if case .string = value { return value }
            return .string(value.text())
        }
    }
}

extension JSON {
    /// `metadata.name`.
    var name: String { at("metadata", "name")?.string ?? "" }
}
