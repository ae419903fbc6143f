// SPDX-License-Identifier: Apache-2.0

/// How the service answers an attempt to connect.
public enum DeepgramHandshake: Sendable {
    /// The connection is opened, after so long; the model says what happens on it.
    case accepted(DeepgramEngineModel, after: Duration)
    /// It is refused, after so long.
    case refused(DeepgramRefusal, after: Duration)
    /// It is never answered.
    case unanswered
    /// There is nobody to talk to: the TCP connection is refused or reset.
    case unreachable
}
