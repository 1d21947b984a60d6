import Glibc
import Model
import Testing

/// Random numbers that are the same in every run.
private struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}

private let seeds = [
    #"{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a-0","labels":{"application":"spilo"},"uid":"1-2"},"spec":{"containers":[{"ports":[{"containerPort":5432}]}]}}"#,
    #"[0,-1,1.5,1e10,-2.5E-3,9223372036854775807,18446744073709551616,null,true,false,"x"]"#,
    #""\ud83d\ude00\u0000\"\\\/\b\f\n\r\té😀""#,
    #"{"a":{"a":{"a":[[[[{}]]]]}},"":[],"é":" "}"#,
]

/// One text, changed in a few places: bytes replaced, removed, doubled, or pieces of JSON put in.
private func mutated(_ text: String, _ random: inout Generator) -> [UInt8] {
    let pieces = ["\"", "\\", "{", "}", "[", "]", ",", ":", "0", "-", "e", ".", "\\u", "\\ud800", "null", "\u{1}", "é", " "].map {
        Array($0.utf8)
    }
    var bytes = Array(text.utf8)
    for _ in 0..<Int.random(in: 1...3, using: &random) where !bytes.isEmpty {
        let at = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: at)
        case 2: bytes.insert(bytes[at], at: at)
        default: bytes.insert(contentsOf: pieces[Int.random(in: 0..<pieces.count, using: &random)], at: at)
        }
    }
    return bytes
}

/// Whatever comes, the parser does not fall; and what it takes, it writes so that it reads the same again.
@Test(arguments: seeds) func mutationsNeverHarmTheParser(_ seed: String) throws {
    var random = Generator(state: 0x9E37_79B9_7F4A_7C15)
    var accepted = 0
    for _ in 0..<5_000 {
        guard let value = try? JSON(parsing: mutated(seed, &random)) else { continue }
        accepted += 1
        #expect(try JSON(parsing: value.text()) == value)
    }
    // Many changes stay within strings and numbers.
    #expect(accepted > 100)
}

/// Python's reader made strict (no NaN, no lone surrogates, no byte order mark) takes the same texts and refuses the same ones.
@Test(.enabled(if: access("/usr/bin/python3", X_OK) == 0, "needs /usr/bin/python3 to compare with"))
func acceptsWhatPythonAcceptsStrictly() throws {
    var random = Generator(state: 0xD1B5_4A32_D192_ED03)
    let texts = seeds.flatMap { seed in (0..<1_000).map { _ in mutated(seed, &random) } }
    let verdicts = try python(texts)
    #expect(verdicts.count == texts.count)
    for (text, verdict) in zip(texts, verdicts) {
        let isAccepted = (try? JSON(parsing: text)) != nil
        #expect(isAccepted == verdict, "\(String(decoding: text, as: UTF8.self)) is \(isAccepted ? "accepted" : "refused")")
    }
}

private enum Failure: Error { case file, process }

private let script = """
    import json, math, sys
    def constant(name): raise ValueError(name)
    def number(text):
        value = float(text)
        if math.isinf(value): raise ValueError(text)
        return value
    def depth(value):
        if isinstance(value, (list, dict)):
            return 1 + max([depth(v) for v in (value.values() if isinstance(value, dict) else value)], default=0)
        return 0
    for line in open(sys.argv[1]):
        try:
            value = json.loads(bytes.fromhex(line.strip()).decode("utf-8"), parse_constant=constant, parse_float=number)
            json.dumps(value, ensure_ascii=False).encode("utf-8")
            print("1" if depth(value) <= 128 else "0")
        except (ValueError, RecursionError):
            print("0")
    """

/// A file with these bytes, to be removed by its maker.
private func file(_ bytes: [UInt8]) throws -> String {
    var template = Array("/tmp/json-fuzz-XXXXXX".utf8CString)
    let file = mkstemp(&template)
    guard file >= 0 else { throw Failure.file }
    defer { close(file) }
    guard bytes.withUnsafeBytes({ write(file, $0.baseAddress, $0.count) }) == bytes.count else { throw Failure.file }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

private func python(_ texts: [[UInt8]]) throws -> [Bool] {
    let digits = Array("0123456789abcdef".utf8)
    var input: [UInt8] = []
    for text in texts {
        for byte in text { input += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
        input.append(0x0A)
    }
    let (program, data) = (try file(Array(script.utf8)), try file(input))
    defer {
        unlink(program)
        unlink(data)
    }
    guard let pipe = popen("/usr/bin/python3 \(program) \(data)", "r") else { throw Failure.process }
    defer { pclose(pipe) }
    var output: [Bool] = []
    while true {
        let character = fgetc(pipe)
        if character == EOF { return output }
        if character == 0x30 || character == 0x31 { output.append(character == 0x31) }
    }
}
