// SPDX-License-Identifier: Apache-2.0

extension CapturedRequest {
    /// Reads a `curl` command line, the form in which proxies, tunnels and browsers copy a request.
    ///
    /// Understands the quoting of a POSIX shell and `$'…'`, and of curl what shapes a request: `-X`, `-H`, `-d` and its
    /// kin, `--data-urlencode`, `--json`, `-G`, `-I`, `-u`, `--url`. Nothing is read from files and nothing is run.
    ///
    /// Fails with ``TwilioError/Code/malformedForm`` when it is no such command, with
    /// ``TwilioError/Code/limitExceeded`` when it is longer than 1 MB, or like the initialiser from pieces.
    public init(curl command: String) throws(TwilioError) {
        guard command.utf8.count <= 1_048_576 else {
            throw TwilioError(.limitExceeded, "The command is longer than 1 MB.")
        }
        var words = try ShellWords.split(command)[...]
        guard words.popFirst() == "curl" else {
            throw TwilioError(.malformedForm, "The command does not begin with curl.")
        }
        var arguments = CurlArguments()
        while let word = words.popFirst() {
            try arguments.take(word, following: &words)
        }
        try self.init(arguments)
    }

    private init(_ arguments: CurlArguments) throws(TwilioError) {
        let header = { (name: String) in arguments.headers.last { $0.name.lowercased() == name }?.value }
        var url = arguments.url
        var body = arguments.data.joined(separator: "&")
        if arguments.isGet, !body.isEmpty {
            url += (url.contains("?") ? "&" : "?") + body
            body = ""
        }
        if header("upgrade")?.lowercased() == "websocket", url.hasPrefix("http") {
            url = "ws" + url.dropFirst(4)
        }
        try self.init(
            method: arguments.method ?? (body.isEmpty ? "GET" : "POST"),
            url: url,
            contentType: header("content-type"),
            body: body,
            signature: header(RequestSignature.headerName),
            settings: header(RequestSignature.settingsHeaderName)
        )
        self.hints = SignatureHints(headers: arguments.headers)
    }
}
