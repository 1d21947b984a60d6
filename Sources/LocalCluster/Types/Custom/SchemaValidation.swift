import Model

/// Checks values against a custom resource's schema, with the messages of the API server.
struct SchemaValidation {
    private(set) var errors: [FieldError] = []

    /// `old` is the value before: what has not changed is not complained about.
    mutating func check(_ value: JSON, _ schema: CustomSchema, _ path: String, old: JSON? = nil, isRoot: Bool = false) {
        if let old, old == value, !isRoot { return }
        if value.isNull, schema.isNullable { return }
        guard checkType(value, schema, path) else { return }
        checkEnum(value, schema, path)
        switch value {
        case .string(let text): check(text, schema, path)
        case .int, .double: check(number: value, schema, path)
        case .array(let items): check(items, schema, path, old: old)
        case .object(let members): check(members, schema, path, old: old, isRoot: isRoot)
        default: break
        }
        checkLogic(value, schema, path)
    }

    private mutating func checkType(_ value: JSON, _ schema: CustomSchema, _ path: String) -> Bool {
        let found = Self.typeName(value)
        if schema.isIntOrString {
            guard found != "integer", found != "string" else { return true }
            return mismatch(path, found, "integer,string")
        }
        let wanted = schema.type
        if wanted.isEmpty || found == wanted || (wanted == "number" && found == "integer") { return true }
        if wanted == "integer", found == "number" {
            guard !schema.format.isEmpty else { return mismatch(path, found, wanted) }
            _ = mismatch(path, "float64", schema.format)
            errors.append(.invalid("<nil>", "", "Checked value must be of type integer with format \(schema.format) in \(path)"))
            return false
        }
        return mismatch(path, found, wanted)
    }

    private mutating func mismatch(_ path: String, _ found: String, _ wanted: String) -> Bool {
        errors.append(.typeInvalid(path, .string(found), "\(path) in body must be of type \(wanted): \"\(found)\""))
        return false
    }

    static func typeName(_ value: JSON) -> String {
        if case .double(let number) = value { return number == number.rounded() && abs(number) < 1e15 ? "integer" : "number" }
        return value.typeName
    }

    private mutating func checkEnum(_ value: JSON, _ schema: CustomSchema, _ path: String) {
        let values = schema.json.items("enum")
        guard !values.isEmpty, !values.contains(value) else { return }
        errors.append(.notSupported(path, value, values.map { $0.string ?? $0.text() }))
    }

    // MARK: Leaves

    private mutating func check(_ text: String, _ schema: CustomSchema, _ path: String) {
        let json = schema.json
        let length = text.unicodeScalars.count
        if let most = json["maxLength"]?.int, length > most { errors.append(.tooLong(path, most)) }
        if let least = json["minLength"]?.int, length < least {
            errors.append(.invalid(path, .string(text), "\(path) in body should be at least \(least) chars long"))
        }
        if let pattern = schema.pattern, !pattern.matches(text) {
            errors.append(.invalid(path, .string(text), "\(path) in body should match '\(pattern.pattern)'"))
        }
        if !schema.format.isEmpty, !TextFormats.isValid(text, schema.format) {
            errors.append(.typeInvalid(path, .string(text), "\(path) in body must be of type \(schema.format): \(GoText.quoted(text))"))
        }
    }

    private mutating func check(number value: JSON, _ schema: CustomSchema, _ path: String) {
        guard let number = value.double else { return }
        let json = schema.json
        if let most = json["maximum"]?.double {
            let isExclusive = json["exclusiveMaximum"]?.bool == true
            if number > most || (isExclusive && number == most) {
                errors.append(
                    .invalid(
                        path, value,
                        "\(path) in body should be less than \(isExclusive ? "" : "or equal to ")\(json["maximum"]?.text() ?? "")"))
            }
        }
        if let least = json["minimum"]?.double {
            let isExclusive = json["exclusiveMinimum"]?.bool == true
            if number < least || (isExclusive && number == least) {
                let words = isExclusive ? "" : "or equal to "
                errors.append(.invalid(path, value, "\(path) in body should be greater than \(words)\(json["minimum"]?.text() ?? "")"))
            }
        }
        if let step = json["multipleOf"]?.double, step > 0, (number / step).rounded() != number / step {
            errors.append(.invalid(path, value, "\(path) in body should be a multiple of \(json["multipleOf"]?.text() ?? "")"))
        }
        if schema.format == "int32", number > 2_147_483_647 || number < -2_147_483_648 {
            errors.append(.invalid(path, value, "Checked value must be of type integer with format int32 in \(path)"))
        }
    }

    // MARK: Containers

    private mutating func check(_ items: [JSON], _ schema: CustomSchema, _ path: String, old: JSON?) {
        if let most = schema.json["maxItems"]?.int, items.count > most { errors.append(.tooMany(path, items.count, most)) }
        if let least = schema.json["minItems"]?.int, items.count < least {
            errors.append(.invalid(path, .int(Int64(items.count)), "\(path) in body should have at least \(least) items"))
        }
        if schema.json["uniqueItems"]?.bool == true, Set(items).count < items.count {
            errors.append(.invalid(path, "", "\(path) in body shouldn't contain duplicates"))
        }
        guard let inner = schema.items else { return }
        let before = old?.array
        for (place, item) in items.enumerated() {
            check(item, inner, "\(path)[\(place)]", old: before?.indices.contains(place) == true ? before?[place] : nil)
        }
    }

    private mutating func check(_ members: JSONObject, _ schema: CustomSchema, _ path: String, old: JSON?, isRoot: Bool) {
        if let most = schema.json["maxProperties"]?.int, members.count > most { errors.append(.tooMany(path, members.count, most)) }
        if let least = schema.json["minProperties"]?.int, members.count < least {
            errors.append(.invalid(path, .int(Int64(members.count)), "\(path) in body should have at least \(least) properties"))
        }
        for name in schema.required where members[name] == nil { errors.append(.required(path.isEmpty ? name : "\(path).\(name)")) }
        for member in members {
            if isRoot, ["metadata", "kind", "apiVersion"].contains(member.key) { continue }
            guard let inner = schema.member(member.key) else { continue }
            check(member.value, inner, path.isEmpty ? member.key : "\(path).\(member.key)", old: old?[member.key])
        }
    }

    private mutating func checkLogic(_ value: JSON, _ schema: CustomSchema, _ path: String) {
        func fits(_ inner: CustomSchema) -> Bool {
            var validation = SchemaValidation()
            validation.check(value, inner, path)
            return validation.errors.isEmpty
        }
        for inner in schema.allOf { check(value, inner, path) }
        if !schema.anyOf.isEmpty, !schema.isIntOrString, !schema.anyOf.contains(where: fits) {
            errors.append(.invalid(path, "", "\(path) in body must validate at least one schema (anyOf)"))
        }
        if !schema.oneOf.isEmpty, schema.oneOf.filter(fits).count != 1 {
            errors.append(.invalid(path, "", "\(path) in body must validate one and only one schema (oneOf)"))
        }
        if let not = schema.not, fits(not) { errors.append(.invalid(path, "", "\(path) in body must not validate the schema (not)")) }
    }

    // MARK: List types

    /// Sets and keyed lists have no item twice.
    mutating func checkLists(_ value: JSON, _ schema: CustomSchema, _ path: String) {
        switch value {
        case .array(let items):
            if schema.listKind != .atomic { checkDuplicates(items, schema, path) }
            guard let inner = schema.items else { return }
            for (place, item) in items.enumerated() { checkLists(item, inner, "\(path)[\(place)]") }
        case .object(let members):
            for member in members {
                guard let inner = schema.member(member.key) else { continue }
                checkLists(member.value, inner, path.isEmpty ? member.key : "\(path).\(member.key)")
            }
        default: break
        }
    }

    private mutating func checkDuplicates(_ items: [JSON], _ schema: CustomSchema, _ path: String) {
        var seen: Set<JSON> = []
        for (place, item) in items.enumerated() {
            var key = item
            if case .map(let keys) = schema.listKind {
                var own = JSONObject()
                for name in keys.sorted() { own[name] = item[name] }
                key = .object(own)
            }
            if !seen.insert(key).inserted { errors.append(.duplicate("\(path)[\(place)]", key)) }
        }
    }
}

/// The formats that schemas may ask of a text; unknown ones allow everything.
enum TextFormats {
    static func isValid(_ text: String, _ format: String) -> Bool {
        switch format {
        case "date-time", "datetime": (try? GoTime(text, .seconds)) != nil
        case "date": (try? GoTime(text + "T00:00:00Z", .seconds)) != nil
        case "ipv4": IPAddress.isV4(text)
        case "ipv6": IPAddress.isV6(text)
        case "cidr": IPAddress.isCIDR(text)
        case "byte": Base64.firstInvalid(text) == nil
        case "uuid", "uuid3", "uuid4", "uuid5": isUUID(text)
        case "hostname": Names.subdomain(text.lowercased()).isEmpty
        case "email":
            text.split(separator: "@", omittingEmptySubsequences: false).count == 2 && !text.hasPrefix("@") && !text.hasSuffix("@")
        case "uri": text.contains(":")
        case "duration": isDuration(text)
        default: true
        }
    }

    private static func isUUID(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        return parts.map(\.count) == [8, 4, 4, 4, 12] && parts.allSatisfy { $0.allSatisfy(\.isHexDigit) }
    }

    private static func isDuration(_ text: String) -> Bool {
        var rest = Substring(text)
        if rest == "0" { return true }
        if rest.first == "-" || rest.first == "+" { rest = rest.dropFirst() }
        guard !rest.isEmpty else { return false }
        while !rest.isEmpty {
            let number = rest.prefix { $0.isNumber || $0 == "." }
            rest = rest.dropFirst(number.count).drop { $0 == " " }
            let unit = rest.prefix { $0.isLetter }
            guard !number.isEmpty, ["ns", "us", "µs", "ms", "s", "m", "h", "d", "w"].contains(String(unit)) else { return false }
            rest = rest.dropFirst(unit.count)
        }
        return true
    }
}
