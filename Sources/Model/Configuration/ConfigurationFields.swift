/// The OperatorConfiguration's `configuration` as a table of fields, made from the table of settings.
public enum ConfigurationFields {
    public static let all: [Field] = Setting.groups.flatMap { group, settings in
        let fields = settings.filter { $0.forms != .flatOnly }.map(field)
        return group.map { [Field($0, .object(fields), "Settings of the group \($0).")] } ?? fields
    }

    private static func field(_ setting: Setting) -> Field {
        Field(setting.key, shape(setting), default: setting.schemaDefault, setting.meaning)
    }

    private static func shape(_ setting: Setting) -> Shape {
        switch setting.allowed {
        case .oneOf(let values): return .oneOf(values)
        case .format(let format): return .format(format)
        case .items(let format): return .list(.format(format))
        case .atLeast(let least): return .int32(least: least)
        case nil: break
        }
        switch setting.storage {
        case .bool: return .boolean
        case .int, .uint: return .int32
        case .number: return .int64()
        case .string, .template, .duration, .name: return .string
        case .list: return .strings
        case .map: return .stringMap
        case .containers: return .list(CoreFields.container)
        case .roleSources: return .list(roleSource)
        case .probe: return CoreFields.probe
        }
    }

    private static let roleSource: Shape = .object([
        Field("secretname", .string, required: true, "The Secret, [namespace/]name."), Field("userkey", .string, "The key of the name."),
        Field("passwordkey", .string, "The key of the password."), Field("rolekey", .string, "The key of a group role."),
        Field("defaultuservalue", .string, "The name where the Secret has none."),
        Field("defaultrolevalue", .string, "The group role where the Secret has none."), Field("details", .string),
        Field("template", .boolean),
    ])
}
