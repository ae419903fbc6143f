// SPDX-License-Identifier: Apache-2.0

/// How much one ``Say`` may say.
struct SayLimits {
    let characters: Int
    let encoded = TwiMLLimits.encodedSay

    init(voice: Voice?) {
        self.characters = voice?.isPolly == true ? TwiMLLimits.sayWithPolly : TwiMLLimits.say
    }

    /// The length as in a form: a blank costs 1, letters, digits and `-_.*` cost 1, every other byte 3.
    static func encodedCount(_ text: some StringProtocol) -> Int {
        text.utf8.reduce(0) { $0 + (self.isWrittenAsItIs($1) ? 1 : 3) }
    }

    private static func isWrittenAsItIs(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: " "): true
        case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "*"): true
        default: false
        }
    }
}
