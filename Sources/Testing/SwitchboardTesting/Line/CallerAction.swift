// SPDX-License-Identifier: Apache-2.0

/// What a caller does besides making sounds.
enum CallerAction: Sendable, Hashable {
    case startedSpeaking(String?)
    case finishedSpeaking
    case press(Character)
    case fault(LineFault)
    case failed(step: Int, String)
    case hangUp
}
