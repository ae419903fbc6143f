// SPDX-License-Identifier: Apache-2.0

/// Who took an outbound call, as the carrier's answering machine detection says.
///
/// Values: Twilio, "Answering Machine Detection".
public enum AnsweredBy: String, Sendable, Hashable, Codable, CaseIterable {
    /// A person.
    case human
    /// A machine; its greeting has begun.
    case machineStart = "machine_start"
    /// A machine; the beep was heard.
    case machineEndBeep = "machine_end_beep"
    /// A machine; its greeting ended in silence.
    case machineEndSilence = "machine_end_silence"
    /// A machine; its greeting ended in another way.
    case machineEndOther = "machine_end_other"
    /// A fax.
    case fax
    /// It could not be told.
    case unknown

    /// Whether nobody is there to talk with.
    public var isMachine: Bool {
        switch self {
        case .machineStart, .machineEndBeep, .machineEndSilence, .machineEndOther, .fax: true
        case .human, .unknown: false
        }
    }
}
