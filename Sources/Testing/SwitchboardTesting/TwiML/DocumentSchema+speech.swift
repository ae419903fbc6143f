// SPDX-License-Identifier: Apache-2.0

extension DocumentSchema {
    static let speechElements: Set<String> = [
        "break", "emphasis", "lang", "p", "phoneme", "prosody", "s", "say-as", "sub", "w",
    ]

    /// The markup inside `<Say>`, which may nest.
    static let speech: [String: Rule] = [
        "break": Rule(["strength", "time"]),
        "emphasis": Rule(["level"], children: Self.speechElements),
        "lang": Rule(["xml:lang"], children: Self.speechElements),
        "p": Rule(children: Self.speechElements),
        "phoneme": Rule(["alphabet", "ph"]),
        "prosody": Rule(["volume", "rate", "pitch"], children: Self.speechElements),
        "s": Rule(children: Self.speechElements.subtracting(["p"])),
        "say-as": Rule(["interpret-as", "format", "role"]),
        "sub": Rule(["alias"]),
        "w": Rule(["role"], children: Self.speechElements.subtracting(["p", "s"])),
    ]
}
