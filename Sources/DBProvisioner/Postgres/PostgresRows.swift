/// The rows of a query's answer, as text.
struct PostgresRows: Equatable, Sendable {
    var rows: [[String?]] = []
}

extension PostgresRows: RandomAccessCollection {
    var startIndex: Int { 0 }
    var endIndex: Int { rows.count }
    subscript(position: Int) -> PostgresRow { PostgresRow(values: rows[position]) }
}

/// One row; columns are taken by number, as the query lists them.
struct PostgresRow: Equatable, Sendable {
    var values: [String?]

    /// Nil for NULL and for a column that is not there.
    func text(_ column: Int) -> String? { values.indices.contains(column) ? values[column] : nil }
    func string(_ column: Int) -> String { text(column) ?? "" }
    func bool(_ column: Int) -> Bool { text(column) == "t" }
}
