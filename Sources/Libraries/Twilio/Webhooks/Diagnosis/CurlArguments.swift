// SPDX-License-Identifier: Apache-2.0

/// What a `curl` command line says of the request.
struct CurlArguments {
    var url = ""
    var method: String?
    var headers: [(name: String, value: String)] = []
    var data: [String] = []
    var isGet = false

    /// Options that are followed by a value of no interest here.
    private static let ignoredWithValue: Set<String> = [
        "-o", "--output", "-A", "--user-agent", "-e", "--referer", "-b", "--cookie", "-m", "--max-time", "-x",
        "--proxy",
        "--connect-timeout", "--resolve", "--cacert", "--cert", "--key", "-w", "--write-out", "--retry", "--interface",
    ]

    mutating func take(_ word: String, following words: inout ArraySlice<String>) throws(TwilioError) {
        switch word {
        case "--url": self.url = try Self.value(of: word, in: &words)
        case "-X", "--request": self.method = try Self.value(of: word, in: &words)
        case "-H", "--header": self.addHeader(try Self.value(of: word, in: &words))
        case "-d", "--data", "--data-ascii", "--data-binary":
            try self.addData(try Self.value(of: word, in: &words))
        case "--data-raw": self.data.append(try Self.value(of: word, in: &words))
        case "--data-urlencode": try self.addEncoded(try Self.value(of: word, in: &words))
        case "--json":
            try self.addData(try Self.value(of: word, in: &words))
            self.addHeader("Content-Type: application/json")
        case "-u", "--user":
            let credentials = Base64.encode(Array(try Self.value(of: word, in: &words).utf8))
            self.addHeader("Authorization: Basic " + String(decoding: credentials, as: UTF8.self))
        case "-G", "--get": self.isGet = true
        case "-I", "--head": self.method = "HEAD"
        case _ where Self.ignoredWithValue.contains(word): _ = try Self.value(of: word, in: &words)
        case _ where word.hasPrefix("-"): try self.takeAttached(word)
        default: self.url = word
        }
    }

    /// `-XPOST`, `-HName:value`, `--request=POST`; other flags say nothing of the request.
    private mutating func takeAttached(_ word: String) throws(TwilioError) {
        var parts: ArraySlice<String>
        let name: String
        if word.hasPrefix("--") {
            guard let equals = word.firstIndex(of: "=") else { return }
            name = String(word[..<equals])
            parts = [String(word[word.index(after: equals)...])]
        } else {
            name = String(word.prefix(2))
            parts = [String(word.dropFirst(2))]
            guard ["-X", "-H", "-d", "-u"].contains(name), !word.dropFirst(2).isEmpty else { return }
        }
        try self.take(name, following: &parts)
    }

    private static func value(of name: String, in words: inout ArraySlice<String>) throws(TwilioError) -> String {
        guard let value = words.popFirst() else {
            throw TwilioError(.malformedForm, "The command ends after an option that needs a value.")
        }
        return value
    }

    private mutating func addHeader(_ line: String) {
        guard let colon = line.firstIndex(of: ":") else { return }
        let value = line[line.index(after: colon)...].drop { $0 == " " }
        self.headers.append((String(line[..<colon]), String(value)))
    }

    private mutating func addData(_ text: String) throws(TwilioError) {
        guard text.utf8.first != UInt8(ascii: "@") else {
            throw TwilioError(.malformedForm, "The body is in a file: give it as text.")
        }
        self.data.append(text)
    }

    private mutating func addEncoded(_ text: String) throws(TwilioError) {
        guard let equals = text.firstIndex(of: "=") else { return try self.addData(text) }
        let value: FormParameters = [String(text[..<equals]): String(text[text.index(after: equals)...])]
        let encoded = String(decoding: value.encoded, as: UTF8.self)
        // "=text" is the value alone.
        self.data.append(equals == text.startIndex ? String(encoded.dropFirst()) : encoded)
    }
}
