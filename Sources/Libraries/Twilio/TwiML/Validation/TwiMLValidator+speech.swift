// SPDX-License-Identifier: Apache-2.0

extension TwiMLValidator {
    mutating func checkSay(_ place: Place) {
        let voice = place.node.value(of: "voice").map { Voice(rawValue: $0) }
        let text = place.node.plainText
        let limits = SayLimits(voice: voice)
        if text.utf16.count > limits.characters {
            let message = "the text has \(text.utf16.count) characters, Twilio takes \(limits.characters)"
            self.report(place, code: 13_521, message, mend: "cut it with Say.split")
        } else if SayLimits.encodedCount(text) > limits.encoded {
            let message =
                "the text has \(SayLimits.encodedCount(text)) bytes when encoded, Twilio takes \(limits.encoded)"
            self.report(place, code: 13_521, message, mend: "cut it with Say.split")
        }
        if voice?.isBasic == true, !place.elements.isEmpty {
            self.report(place, "this voice knows no SSML", mend: "choose a voice of Polly or Google")
        }
        self.range(place, "loop", 0...Int.max)
    }

    mutating func checkBreak(_ place: Place) {
        guard let time = place.node.value(of: "time"), time.hasSuffix("ms"), let length = Int(time.dropLast(2)),
            Duration.milliseconds(length) > TwiMLLimits.ssmlBreak
        else { return }
        self.report(place, "the break has \(length) ms, Twilio takes 10000", mend: "shorten it, or use Pause")
    }

    mutating func checkPlay(_ place: Place) {
        if place.node.plainText.isEmpty, place.node.value(of: "digits") == nil {
            self.report(place, "there is nothing to play", mend: "give a URL or digits")
        }
        self.checkDigits(place, "digits")
        self.range(place, "loop", 0...Int.max)
    }

    mutating func checkGather(_ place: Place) {
        self.range(place, "numDigits", 1...Int.max)
        if place.node.surplusHints > 0 {
            let count = place.node.surplusHints + TwiMLLimits.hints
            let message = "there are \(count) hints, Twilio takes \(TwiMLLimits.hints)"
            self.report(place, message, mend: "keep those that matter; the others are left out")
        }
        let hints = (place.node.value(of: "hints") ?? "").split(separator: ",")
        if let longest = hints.map(\.utf16.count).max(), longest > TwiMLLimits.hint {
            self.report(place, "a hint has \(longest) characters, Twilio takes \(TwiMLLimits.hint)", mend: "shorten it")
        }
        if let key = place.node.value(of: "finishOnKey"),
            key.count > 1 || !key.allSatisfy({ "0123456789*#".contains($0) })
        {
            self.report(place, "finishOnKey is not one key", mend: "take one of 0-9, * and #, or empty text for none")
        }
        let model = place.node.value(of: "speechModel") ?? ""
        if model == "default", place.node.value(of: "speechTimeout") == "auto" {
            let mend = "give the timeout in seconds, or leave the model out"
            self.report(place, code: 13_335, "speechTimeout is auto with the speech model default", mend: mend)
        }
    }

    mutating func checkRecord(_ place: Place) {
        let transcribes = place.node.value(of: "transcribe") == "true"
        let longest = transcribes ? TwiMLLimits.transcribedRecording : TwiMLLimits.recording
        self.range(place, "maxLength", 1...Int(longest.components.seconds))
        if let keys = place.node.value(of: "finishOnKey"), !keys.allSatisfy({ "0123456789*#".contains($0) }) {
            self.report(place, "finishOnKey has something that is no key", mend: "take keys of 0-9, * and #")
        }
    }

    mutating func checkPay(_ place: Place) {
        self.range(place, "maxAttempts", 1...Int.max)
        guard let amount = place.node.value(of: "chargeAmount") else { return }
        let parts = amount.split(separator: ".", omittingEmptySubsequences: false)
        let isDecimal = parts.count <= 2 && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(Self.isDigit) }
        if !isDecimal { self.report(place, "chargeAmount is no decimal number", mend: "write it like 12.50") }
    }

    /// Keys with the pauses that may stand between them.
    mutating func checkDigits(_ place: Place, _ name: String) {
        guard let digits = place.node.value(of: name), !digits.allSatisfy({ "0123456789ABCD*#wW".contains($0) })
        else { return }
        self.report(place, "\(name) has something that is no key", mend: "take 0-9, A-D, *, # and w for a pause")
    }

    static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
