// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import CallCore

struct HealthTextTests {
    @Test(arguments: [
        (
            "connection to server at \"127.0.0.1\", port 5432 failed: refused",
            "connection to server at \"127.0.0.1\", port 5432 failed: refused"
        ),
        ("cannot reach postgres://me:pa55@db.example/x now", "cannot reach [address] now"),
        ("host=db user=postgres password=hunter2 port=1", "host=db [redacted] [redacted] port=1"),
        ("no call from +15005550006 today", "no call from +[number] today"),
        ("token 0123456789abcdef0123456789abcdef refused", "token [redacted] refused"),
        ("a\r\nb\u{1B}[2Jc\u{2028}d\u{202E}e", "a bc de"),
    ])
    func showsTheReasonAndNothingThatBelongsToSomebody(_ text: String, _ shown: String) {
        #expect(HealthText.clean(text) == shown)
    }

    @Test func isShortWhateverComes() {
        let text = HealthText.clean(String(repeating: "no such thing ", count: 100_000))
        #expect(text.utf8.count <= HealthText.limit && text.hasSuffix("…"))
    }
}
