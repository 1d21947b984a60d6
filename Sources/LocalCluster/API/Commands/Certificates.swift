import Glibc

/// The cluster's own certificate authority and the server's certificate, made by the openssl program where they are not there yet.
struct Certificates: Sendable {
    let directory: ClusterDirectory

    func prepare() throws(LocalClusterError) {
        if access(directory.certificate, R_OK) == 0, access(directory.certificateKey, R_OK) == 0, access(directory.authority, R_OK) == 0 {
            return
        }
        let log = "\(directory.path)/pki/openssl.log"
        let newKey = ["req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        try openssl(
            newKey + [
                "-x509", "-keyout", directory.authorityKey, "-out", directory.authority, "-days", "3650", "-subj",
                "/CN=postgres-operator-local", "-addext", "keyUsage=critical,keyCertSign,cRLSign",
            ], log)
        let request = "\(directory.path)/pki/apiserver.csr"
        try openssl(newKey + ["-keyout", directory.certificateKey, "-out", request, "-subj", "/CN=kube-apiserver"], log)
        let extensions = "\(directory.path)/pki/apiserver.cnf"
        try SmallFile.write(Self.extensions, to: extensions)
        try openssl(
            [
                "x509", "-req", "-in", request, "-CA", directory.authority, "-CAkey", directory.authorityKey, "-CAcreateserial", "-days",
                "3650", "-extfile", extensions, "-out", directory.certificate,
            ], log)
    }

    private static let extensions = """
        basicConstraints=critical,CA:FALSE
        keyUsage=critical,digitalSignature,keyEncipherment
        extendedKeyUsage=serverAuth
        subjectKeyIdentifier=hash
        authorityKeyIdentifier=keyid
        subjectAltName=DNS:localhost,DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,\
        DNS:kubernetes.default.svc.cluster.local,IP:127.0.0.1,IP:10.96.0.1

        """

    private func openssl(_ arguments: [String], _ log: String) throws(LocalClusterError) {
        let code = try ChildProcess.run(["openssl"] + arguments, log: log)
        guard code == 0 else {
            let text = (try? SmallFile.read(log)) ?? ""
            throw .command("openssl \(arguments[0])", "\(text.split(separator: "\n").last ?? "") (exit code \(code))")
        }
    }
}
