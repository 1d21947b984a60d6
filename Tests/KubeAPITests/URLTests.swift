import CCurl
import Testing

@testable import KubeAPI

@Test(arguments: [
    ("https://h", "https", "h", 443, ""),
    ("http://h:80/", "http", "h", 80, ""),
    ("HTTPS://h:6443/a/b/", "https", "h", 6443, "/a/b"),
    ("https://[::1]:6443", "https", "::1", 6443, ""),
])
func urlIsTakenApart(_ text: String, _ scheme: String, _ host: String, _ port: Int, _ path: String) throws {
    let url = try #require(URLParts(text))
    #expect(url.scheme == scheme)
    #expect(url.host == host)
    #expect(url.port == port)
    #expect(url.path == path)
}

@Test(arguments: ["", "h", "h:80", "ftp://h", "https://", "https://h:0", "https://h:65536", "https://h:x", "https://u@h", "https://h /"])
func noURL(_ text: String) { #expect(URLParts(text) == nil) }

@Test(arguments: [
    // As Go's clients decide it: what the exceptions say about a URL.
    ("https://a.example", "", true),
    ("https://localhost", "", false),
    ("https://127.0.0.1:6443", "", false),
    ("https://[::1]:6443", "", false),
    ("https://a.example", "*", false),
    ("https://a.example", "example", false),
    ("https://a.example", "a.example", false),
    ("https://a.example", ".example", false),
    ("https://example", ".example", true),
    ("https://a.example", "*.example", false),
    ("https://b.a.example", "a.example", false),
    ("https://ba.example", "a.example", true),
    ("https://10.1.2.3", "10.0.0.0/8", false),
    ("https://11.1.2.3", "10.0.0.0/8", true),
    ("https://10.1.2.3", "10.1.2.3", false),
    ("https://10.1.2.3:6443", "10.1.2.3:443", true),
    ("https://a.example:443", "a.example:443", false),
    ("https://[fd00::1]", "fd00::/8", false),
])
func exceptionsFromProxies(_ url: String, _ exceptions: String, _ isProxied: Bool) throws {
    let settings = ProxySettings(environment: ["HTTPS_PROXY": "http://p:1", "NO_PROXY": exceptions])
    #expect(settings.proxy(for: try #require(URLParts(url))) == (isProxied ? "http://p:1" : nil))
}

@Test func proxyFollowsTheScheme() throws {
    let settings = ProxySettings(environment: ["https_proxy": "s:1", "HTTP_PROXY": "http://h:1"])
    #expect(settings.proxy(for: try #require(URLParts("https://x.example"))) == "http://s:1")
    #expect(settings.proxy(for: try #require(URLParts("http://x.example"))) == "http://h:1")
    #expect(ProxySettings(fixed: "http://f:1", exceptions: ["*"]).proxy(for: try #require(URLParts("http://localhost"))) == "http://f:1")
}

@Test(arguments: ["", "f", "fo", "foo", "foob", "\u{0}\u{ff}"])
func base64GoesThereAndBack(_ text: String) { #expect(Base64.decode(Base64.encode(Array(text.utf8))) == Array(text.utf8)) }

@Test func base64IsStrict() {
    #expect(Base64.encode(Array("foobar!".utf8)) == "Zm9vYmFyIQ==")
    #expect(Base64.decode("Zm9v\nYmFy") == Array("foobar".utf8))
    for text in ["Zm9", "Zm9vY", "Zm9v-", "Zg=", "=Zg=", "Zg==Zg=="] { #expect(Base64.decode(text) == nil) }
}

@Test(arguments: [
    ("1970-01-01T00:00:00Z", 0), ("2026-11-25T03:05:07Z", 1_795_575_907), ("2026-11-25T03:05:07.123Z", 1_795_575_907),
    ("2026-11-25T04:05:07+01:00", 1_795_575_907), ("2000-02-29T12:00:00Z", 951_825_600),
])
func timeIsRead(_ text: String, _ seconds: Int) { #expect(UnixTime.parse(text) == seconds) }

@Test(arguments: ["", "2026-11-25", "2026-13-25T03:05:07Z", "2026-11-25T03:05:07", "2026-11-25T03:05:07Zx", "2026-11-25 03:05:07Z"])
func noTime(_ text: String) { #expect(UnixTime.parse(text) == nil) }

@Test func refusedCertificateIsKnownByItsAlert() {
    let detail = "OpenSSL SSL_read: error:0A000415:SSL routines::sslv3 alert certificate expired, errno 0"
    let error = HTTPError(CURLE_RECV_ERROR, url: "https://h:1/x?y", detail: detail, systemError: 0)
    #expect(error == .certificateRefused(url: "https://h:1", detail: detail))
    #expect(KubeError.transport(error).isMisconfiguration)
    #expect(
        HTTPError(CURLE_RECV_ERROR, url: "https://h", detail: "x", systemError: 0) == .connectionLost(url: "https://h:443", detail: "x"))
}
