// SPDX-License-Identifier: Apache-2.0

/// One thing a simulated caller does while the media stream is open. Steps run one after another, in the line's own
/// time.
public enum CallerStep: Sendable, Hashable {
    /// Speaks a text with the injected synthesiser; the next step begins when the last sample is out.
    case say(String, voice: String? = nil)
    /// Plays mu-law samples, 8 kHz.
    case audio([UInt8])
    /// Plays a WAV file of any rate; a relative path counts from the script's folder.
    case audioFile(String)
    /// Is silent for a time.
    case wait(Duration)
    /// Waits until the agent has spoken, since the caller's last words, and has then been silent for `silence`. When
    /// that does not happen within `timeout`, the failure is noted and the script goes on.
    case waitForAgent(silence: Duration = .milliseconds(800), timeout: Duration = .seconds(20))
    /// Waits until the agent has been silent for a time, whether or not it spoke before.
    case waitForSilence(Duration, timeout: Duration = .seconds(60))
    /// Waits until the agent speaks, and speaks over it after `delay`.
    case interrupt(String, delay: Duration = .milliseconds(500), voice: String? = nil)
    /// Presses keys, one every 200 ms: `0`–`9`, `*`, `#`, `A`–`D`.
    case press(String)
    /// Notes a failure unless the agent is heard within the time, since the caller's last words. Goes on as soon as it
    /// is.
    case expectHeard(within: Duration)
    /// Notes a failure unless the agent has been silent for 200 ms within the time: for barge-in.
    case expectQuiet(within: Duration)
    /// Says goodbye to the line: `stop`, then the socket closes.
    case hangUp
    /// Breaks the stream on purpose.
    case fault(LineFault)
}
