// SPDX-License-Identifier: Apache-2.0

/// The reasons of Deepgram's that have a name, in any spelling: `NET-0001`, `https://dpgr.am/net0001`.
enum CloseReason {
    case undecodableAudio
    case noAnswer
    case noAudio
    case other

    init(_ text: String) {
        let letters = text.lowercased().filter { $0.isLetter || $0.isNumber || $0 == "/" }
        if letters.contains("data0000") {
            self = .undecodableAudio
        } else if letters.contains("net0001") {
            self = .noAudio
        } else if letters.contains("net0000") {
            self = .noAnswer
        } else {
            self = .other
        }
    }
}
