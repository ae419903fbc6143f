// SPDX-License-Identifier: Apache-2.0

extension Conference {
    /// The XML element to write.
    public var node: TwiMLNode {
        var node = TwiMLNode("Conference", text: self.name)
        node.set("muted", self.muted)
        node.set("beep", self.beep)
        node.set("startConferenceOnEnter", self.startConferenceOnEnter)
        node.set("endConferenceOnExit", self.endConferenceOnExit)
        node.set("waitUrl", self.waitUrl)
        node.set("waitMethod", self.waitMethod)
        node.set("maxParticipants", self.maxParticipants)
        node.set("record", self.record)
        node.set("trim", self.trim)
        node.set("region", self.region)
        node.set("coach", self.coach)
        node.set("jitterBufferSize", self.jitterBufferSize)
        node.set("participantLabel", self.participantLabel)
        node.set("statusCallbackEvent", self.statusCallbackEvent)
        node.set("statusCallback", self.statusCallback)
        node.set("statusCallbackMethod", self.statusCallbackMethod)
        node.set("recordingStatusCallback", self.recordingStatusCallback)
        node.set("recordingStatusCallbackMethod", self.recordingStatusCallbackMethod)
        node.set("recordingStatusCallbackEvent", self.recordingStatusCallbackEvent)
        node.set("eventCallbackUrl", self.eventCallbackUrl)
        node.set("recordingConfigurationId", self.recordingConfigurationId)
        return node
    }
}
