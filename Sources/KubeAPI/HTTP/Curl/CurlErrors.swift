import CCurl
import Glibc

extension HTTPError {
    /// From libcurl's code, its text, and the system's errno where there was one. The query is left out of messages: it says nothing
    /// about where the trouble is.
    init(_ code: CURLcode, url: String, detail: String, systemError: Int) {
        let parts = URLParts(url)
        let place = parts?.origin ?? url
        if Self.isCertificateAlert(detail) {
            self = .certificateRefused(url: place, detail: detail)
            return
        }
        switch code {
        case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL: self = .invalidURL(url)
        case CURLE_COULDNT_RESOLVE_HOST: self = .nameNotResolved(host: parts?.host ?? url, detail: detail)
        case CURLE_COULDNT_RESOLVE_PROXY, CURLE_PROXY: self = .proxyFailed(detail: detail)
        case CURLE_COULDNT_CONNECT:
            self = .connectionFailed(url: place, detail: systemError != 0 ? Self.systemText(systemError) : detail)
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_PINNEDPUBKEYNOTMATCH:
            self = .serverNotTrusted(url: place, detail: detail)
        case CURLE_SSL_CERTPROBLEM, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CRL_BADFILE, CURLE_SSL_CIPHER:
            self = .invalidCredential(detail: detail)
        case CURLE_SSL_CONNECT_ERROR, CURLE_USE_SSL_FAILED, CURLE_SSL_ENGINE_INITFAILED:
            self = .tlsFailed(url: place, detail: detail)
        case CURLE_OPERATION_TIMEDOUT: self = .timedOut(url: place, detail: detail)
        case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_PARTIAL_FILE, CURLE_HTTP2, CURLE_HTTP2_STREAM,
            CURLE_SSL_SHUTDOWN_FAILED:
            self = .connectionLost(url: place, detail: detail)
        case CURLE_ABORTED_BY_CALLBACK: self = .cancelled
        default: self = .failed(code: Int(code.rawValue), url: place, detail: detail)
        }
    }

    /// OpenSSL's words for the alerts with which a server turns down a certificate; with TLS 1.3 they come only when reading the reply.
    private static func isCertificateAlert(_ detail: String) -> Bool {
        let alerts = [
            "alert certificate expired", "alert certificate required", "alert bad certificate", "alert certificate unknown",
            "alert certificate revoked", "alert unknown ca", "alert unsupported certificate",
        ]
        return alerts.contains { detail.range(of: $0) != nil }
    }

    private static func systemText(_ code: Int) -> String { String(cString: strerror(Int32(code))) }
}
