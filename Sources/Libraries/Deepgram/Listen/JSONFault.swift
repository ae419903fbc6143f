// SPDX-License-Identifier: Apache-2.0

/// What is wrong with a message. Small, since it is thrown on the event loop for whatever somebody sends.
enum JSONFault: Error {
    case tooLong
    case syntax
    case tooDeep
    case tooManyWords
    case notAnObject
    case noType
    case missing(StaticString)
}

extension DeepgramError {
    init(_ fault: JSONFault) {
        let message =
            switch fault {
            case .tooLong: "The message has more bytes than allowed."
            case .syntax: "The message is not JSON."
            case .tooDeep: "The message is nested deeper than allowed."
            case .tooManyWords: "The message has more words than allowed."
            case .notAnObject: "The message is no JSON object."
            case .noType: "The message does not say its type."
            case .missing(let key): "The message has no usable \"\(key)\"."
            }
        self.init(.protocolViolation, message)
    }
}
