import Model

/// The options of a list, a watch or a deletecollection, from the query.
struct ListParameters: Sendable {
    enum Match: String, Sendable {
        case exact = "Exact"
        case notOlderThan = "NotOlderThan"
    }

    var labels = LabelSelector.everything
    var fields = FieldSelector.everything
    /// 0 for all.
    var limit = 0
    var continueToken = ""
    /// Empty: the newest state.
    var resourceVersion = ""
    var match: Match?
    var isWatch = false
    var allowsBookmarks = false
    var sendInitialEvents: Bool?
    var timeoutSeconds: Int?

    init() {}

    init(_ query: Query, of resource: ResourceInfo, isWatch: Bool) throws(StatusError) {
        self.isWatch = isWatch
        limit = try Self.number(query, "limit") ?? 0
        timeoutSeconds = try Self.number(query, "timeoutSeconds")
        continueToken = query["continue"] ?? ""
        resourceVersion = query["resourceVersion"] ?? ""
        allowsBookmarks = query.flag("allowWatchBookmarks") ?? false
        sendInitialEvents = query.flag("sendInitialEvents")
        labels = try LabelSelectorParser.parse(query["labelSelector"] ?? "")
        fields = try FieldSelector.parse(query["fieldSelector"] ?? "", of: resource)
        try check(match: query["resourceVersionMatch"] ?? "")
    }

    var selectsEverything: Bool { labels.isEverything && fields.isEverything }

    private static func number(_ query: Query, _ name: String) throws(StatusError) -> Int? {
        guard let text = query[name], !text.isEmpty else { return nil }
        guard let number = Int(text) else { throw .badRequest("strconv.ParseInt: parsing \"\(text)\": invalid syntax") }
        return number
    }

    private mutating func check(match text: String) throws(StatusError) {
        var problems = OptionProblems(kind: "ListOptions")
        match = Match(rawValue: text)
        if isWatch { checkWatch(text, &problems) } else { checkList(text, &problems) }
        try problems.refuse()
    }

    private func checkList(_ text: String, _ problems: inout OptionProblems) {
        if sendInitialEvents != nil { problems.forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list") }
        guard !text.isEmpty else { return }
        if resourceVersion.isEmpty {
            problems.forbidden("resourceVersionMatch", "resourceVersionMatch is forbidden unless resourceVersion is provided")
        }
        if !continueToken.isEmpty {
            problems.forbidden("resourceVersionMatch", "resourceVersionMatch is forbidden when continue is provided")
        }
        if match == nil {
            problems.unsupported("resourceVersionMatch", "\"\(text)\"", ["Exact", "NotOlderThan", ""])
        }
        if match == .exact, resourceVersion == "0" {
            problems.forbidden("resourceVersionMatch", "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"")
        }
    }

    private func checkWatch(_ text: String, _ problems: inout OptionProblems) {
        if sendInitialEvents != nil, match != .notOlderThan {
            problems.forbidden("resourceVersionMatch", "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan")
        }
        if !text.isEmpty {
            if sendInitialEvents == nil {
                problems.forbidden(
                    "resourceVersionMatch", "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided")
            }
            if match != .notOlderThan {
                problems.unsupported("resourceVersionMatch", "\"\(text)\"", ["NotOlderThan"])
            }
            if !continueToken.isEmpty {
                problems.forbidden("resourceVersionMatch", "resourceVersionMatch is forbidden when continue is provided")
            }
        }
    }

    /// The resourceVersion as a number; 0 where none is given.
    func version() throws(StatusError) -> Int64 {
        guard !resourceVersion.isEmpty else { return 0 }
        guard let version = UInt64(resourceVersion).flatMap({ Int64(exactly: $0) }) else {
            throw .badRequest(
                "invalid resource version: resourceVersion: Invalid value: \"\(resourceVersion)\": strconv.ParseUint: parsing \"\(resourceVersion)\": invalid syntax"
            )
        }
        return version
    }
}
