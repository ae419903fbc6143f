// SPDX-License-Identifier: Apache-2.0

extension MediaStreamMessage {
    /// The message as Twilio writes it, key for key; for whoever plays Twilio.
    public var encoded: [UInt8] {
        var writer = MessageWriter()
        switch self {
        case .connected(let connected): writer.write(connected)
        case .start(let start): writer.write(start)
        case .media(let media): writer.write(media)
        case .dtmf(let dtmf): writer.write(dtmf)
        case .mark(let mark): writer.write(mark)
        case .stop(let stop): writer.write(stop)
        case .unknown(let event): writer.object { $0.member("event", event) }
        }
        return writer.bytes
    }
}
