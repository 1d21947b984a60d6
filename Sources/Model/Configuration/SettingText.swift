/// The flat form: how the text under a ConfigMap's key becomes a value.
struct SettingText {
    struct Value {
        var json: JSON
        /// Things that were passed over, for a warning.
        var remarks: [String] = []
    }

    struct Refusal: Error {
        /// What would be right.
        var right: String
    }

    let storage: SettingStorage

    func value(of text: String) -> Result<Value, Refusal> {
        switch storage {
        case .bool: bool(text)
        case .int, .uint, .number: GoNumber.parse(text).map { .success(Value(json: JSON($0))) } ?? refuse("a whole number")
        case .string, .template: .success(Value(json: .string(text)))
        case .list: .success(Value(json: JSON(text.split(separator: ",", omittingEmptySubsequences: false).map(String.init))))
        case .map: map(text)
        case .duration: Duration(go: text) == nil ? refuse(Duration.goForm) : .success(Value(json: .string(text)))
        case .name: NamespacedName(text) == nil ? refuse("a name, or namespace/name") : .success(Value(json: .string(text)))
        case .containers: refuse("the OperatorConfiguration: a ConfigMap cannot hold containers (see sidecar_docker_images)")
        case .roleSources: roleSource(text)
        case .probe: refuse("the OperatorConfiguration: a ConfigMap cannot hold a probe")
        }
    }

    private func refuse(_ right: String) -> Result<Value, Refusal> { .failure(Refusal(right: right)) }

    private func bool(_ text: String) -> Result<Value, Refusal> {
        switch text {
        case "1", "t", "T", "true", "TRUE", "True": .success(Value(json: true))
        case "0", "f", "F", "false", "FALSE", "False": .success(Value(json: false))
        default: refuse("true or false")
        }
    }

    /// `key:value,key:value`; commas inside quotes do not split, and quotes stay part of the value. The first colon ends the key, so that
    /// a value may hold colons.
    private func map(_ text: String) -> Result<Value, Refusal> {
        guard let items = quotedItems(text) else { return refuse("every quote closed") }
        var members = JSONObject()
        var remarks: [String] = []
        for item in items {
            let item = item.trimmingBlanks()
            guard !item.isEmpty else {
                remarks.append("an empty item is left out")
                continue
            }
            guard let colon = item.firstIndex(of: ":"), colon != item.startIndex else {
                return refuse("comma-separated pairs key:value, which \(item) is not")
            }
            members[String(item[..<colon])] = .string(String(item[item.index(after: colon)...]))
        }
        return .success(Value(json: .object(members), remarks: remarks))
    }

    /// Nil where a quote is never closed.
    private func quotedItems(_ text: String) -> [String]? {
        var items = [""]
        var quote: Character?
        for character in text {
            switch character {
            case ",":
                if quote == nil {
                    items.append("")
                    continue
                }
            case "'", "\"":
                if quote == nil {
                    quote = character
                } else if quote == character {
                    quote = nil
                }
            default: break
            }
            items[items.count - 1].append(character)
        }
        return quote == nil ? items : nil
    }

    /// `secretname:S,userkey:U,passwordkey:P,rolekey:R`: one source. Without a namespace the Secret is looked for in `default`.
    private func roleSource(_ text: String) -> Result<Value, Refusal> {
        var fields: [String: String] = [:]
        for item in text.split(separator: ",") {
            let parts = item.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map { $0.trimmingBlanks() }
            guard parts.count == 2 else { return refuse("comma-separated pairs name:value, which \(item) is not") }
            fields[parts[0]] = parts[1]
        }
        let complete =
            fields["secretname"]?.isEmpty == false && fields["passwordkey"]?.isEmpty == false
            && (fields["userkey"]?.isEmpty == false || fields["defaultuservalue"]?.isEmpty == false)
        guard complete else { return .success(Value(json: [], remarks: ["without secretname, passwordkey and userkey it has no effect"])) }
        if let name = fields["secretname"], !name.contains("/") { fields["secretname"] = "default/" + name }
        return .success(Value(json: [JSON(fields)]))
    }
}
