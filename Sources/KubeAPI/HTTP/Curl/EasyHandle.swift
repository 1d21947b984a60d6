import CCurl

/// The setters of one libcurl easy handle. Only the loop's thread uses it.
struct EasyHandle {
    let pointer: UnsafeMutableRawPointer

    init?() {
        guard let pointer = curl_easy_init() else { return nil }
        self.pointer = pointer
    }

    init(_ pointer: UnsafeMutableRawPointer) { self.pointer = pointer }

    func set(_ option: CURLoption, _ value: Int) { _ = ccurl_set_long(pointer, option, value) }
    func set(_ option: CURLoption, _ value: Bool) { _ = ccurl_set_long(pointer, option, value ? 1 : 0) }
    func set(_ option: CURLoption, _ value: String?) { _ = ccurl_set_text(pointer, option, value) }
    func set(_ option: CURLoption, pointer value: UnsafeMutableRawPointer?) { _ = ccurl_set_pointer(pointer, option, value) }
    func set(_ option: CURLoption, list: UnsafeMutablePointer<curl_slist>?) { _ = ccurl_set_list(pointer, option, list) }
    func set(_ option: CURLoption, offset: Int) { _ = ccurl_set_offset(pointer, option, curl_off_t(offset)) }

    func set(_ option: CURLoption, milliseconds: Duration) {
        let parts = milliseconds.components
        set(option, max(1, Int(parts.seconds) * 1000 + Int(parts.attoseconds / 1_000_000_000_000_000)))
    }

    func set(_ option: CURLoption, blob bytes: [UInt8]) {
        bytes.withUnsafeBytes { _ = ccurl_set_blob(pointer, option, $0.baseAddress, $0.count) }
    }

    func set(
        _ option: CURLoption, _ callback: @escaping ccurl_bytes_callback, context: UnsafeMutableRawPointer, option contextOption: CURLoption
    ) {
        _ = ccurl_set_callback(pointer, option, callback, context, contextOption)
    }

    func number(_ info: CURLINFO) -> Int {
        var value = 0
        return ccurl_get_long(pointer, info, &value) == CURLE_OK ? value : 0
    }

    func reset() { curl_easy_reset(pointer) }
    func free() { curl_easy_cleanup(pointer) }
}
