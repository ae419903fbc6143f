// SPDX-License-Identifier: Apache-2.0

import SafeText

extension CallEvent {
    /// The event with every text in it that came from outside cleaned: without control characters, marks of direction
    /// and invisible ones, in NFC, and of bounded length. Whatever is kept or shown has gone through here; outputs escape
    /// it for their own needs besides.
    func cleaned() -> CallEvent {
        var event = self
        event.kind = self.kind.cleaned()
        return event
    }
}

extension CallEvent.Kind {
    fileprivate func cleaned() -> Self {
        switch self {
        case .received(var info):
            info.from = Self.address(info.from)
            info.to = Self.address(info.to)
            let greeting = info.plan?.greeting.map(Self.words)
            info.plan?.greeting = greeting
            return .received(info)
        case .spoken(var line):
            line.text = Self.words(line.text)
            for index in line.words.indices { line.words[index].text = Self.address(line.words[index].text) }
            return .spoken(line)
        case .digit(let digit, let at): return .digit(Self.address(digit), at: at)
        case .nextDecided(.transfer(let to, let whisper)):
            return .nextDecided(.transfer(to: Self.address(to), whisper: whisper.map(Self.words)))
        case .gathered(let digits, let confidence):
            return .gathered(digits: digits.map(Self.address), confidence: confidence)
        default: return self.cleanedReport()
        }
    }

    /// What the carrier and operators say.
    private func cleanedReport() -> Self {
        switch self {
        case .transferEnded(let status, let leg, let seconds):
            return .transferEnded(status: Self.address(status), leg: leg.map(Self.address), seconds: seconds)
        case .voicemail(let url, let seconds): return .voicemail(url: Self.url(url), seconds: seconds)
        case .streamReported(var notice):
            notice.event = Self.address(notice.event)
            notice.error = notice.error.map(Self.words)
            return .streamReported(notice)
        case .recorded(var report):
            report.status = Self.address(report.status)
            report.url = report.url.map(Self.url)
            report.source = report.source.map(Self.address)
            return .recorded(report)
        case .fellBack(let code, let url): return .fellBack(code: code, url: url.map(Self.url))
        case .commanded(.say(let text), let by): return .commanded(.say(Self.words(text)), by: Self.address(by))
        case .commanded(.transfer(let to, let whisper), let by):
            let transfer = OperatorCommand.transfer(to: Self.address(to), whisper: whisper.map(Self.words))
            return .commanded(transfer, by: Self.address(by))
        default: return self
        }
    }

    /// What somebody said, in 16 kB: a minute of speech is about one.
    private static func words(_ text: String) -> String { SafeText.clean(text, limit: .bytes(16_384)) }

    /// A number, a name, a word.
    private static func address(_ text: String) -> String { SafeText.clean(text, limit: .bytes(512)) }

    private static func url(_ text: String) -> String { SafeText.clean(text, limit: .bytes(2_048)) }
}
