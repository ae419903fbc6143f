// SPDX-License-Identifier: Apache-2.0

/// What a broken or hostile service would send.
enum HostileContent {
    static let garbage = [
        "{\"type\":\"Results\",\"channel\":{\"alternatives\":[{\"transcript\":",
        "",
        "null",
        "[]",
        "\"Results\"",
        "{\"type\":7}",
        "{\"type\":\"Results\"}",
        "{\"type\":\"Results\",\"channel_index\":[0,1],\"start\":-1,\"duration\":1e308,\"is_final\":true,\"channel\":{}}",
        "{\"type\":\"Results\",\"channel_index\":[],\"start\":\"0\",\"duration\":null,\"channel\":null}",
        "{\"type\":\"UtteranceEnd\",\"channel\":\"0\",\"last_word_end\":\"x\"}",
        "<html><body><h1>502 Bad Gateway</h1></body></html>",
    ]

    static let unknown = [
        "{\"type\":\"Applause\",\"channel\":[0,1],\"loudness\":9}",
        "{\"type\":\"Warning\",\"code\":\"SOMETHING\",\"description\":\"Something is odd.\"}",
        "{\"type\":\"\"}",
        "{\"kind\":\"Results\"}",
    ]

    static let words = [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'; DROP TABLE calls; --",
        "line\r\nX-Injected: yes", "\u{202E}reversed\u{202C}", "nul\u{0}l", "\u{1B}[31mred", "{{7*7}}", "\u{FEFF}",
        "a\u{0301}\u{0301}\u{0301}", String(repeating: "w", count: 4000),
    ]

    static func huge(_ size: Int) -> String {
        "{\"type\":\"Results\",\"padding\":\"" + String(repeating: "x", count: size) + "\"}"
    }

    static func deep(_ depth: Int) -> String {
        "{\"type\":\"Results\",\"channel\":" + String(repeating: "[", count: depth)
            + String(repeating: "]", count: depth) + "}"
    }
}
