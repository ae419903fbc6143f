// SPDX-License-Identifier: Apache-2.0

extension Dial {
    /// Connects the caller with one phone number, in E.164.
    ///
    /// For a number that needs settings of its own use the block with ``Number``.
    public init(
        _ number: String,
        action: String? = nil,
        method: CallbackMethod? = nil,
        timeout: Duration? = nil,
        callerId: String? = nil,
        answerOnBridge: Bool? = nil
    ) {
        self.init(
            action: action,
            method: method,
            timeout: timeout,
            callerId: callerId,
            answerOnBridge: answerOnBridge
        ) {
            Number(number)
        }
    }
}
