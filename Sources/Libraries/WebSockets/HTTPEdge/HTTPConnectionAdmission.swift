// SPDX-License-Identifier: Apache-2.0

/// Whether a connection is served.
public enum HTTPConnectionAdmission: Sendable {
    /// It is. The closure is called once, on its event loop, when the connection has ended or has become a WebSocket.
    case admitted(onEnd: @Sendable () -> Void)
    /// It is closed at once, without a word.
    case refused(HTTPEdgeRefusal.Reason)
}
