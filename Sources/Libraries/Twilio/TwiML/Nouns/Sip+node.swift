// SPDX-License-Identifier: Apache-2.0

extension Sip {
    /// The XML element to write.
    public var node: TwiMLNode {
        var node = TwiMLNode("Sip", content: self.content)
        node.set("username", self.username)
        node.set("password", self.password)
        node.set("url", self.url)
        node.set("method", self.method)
        node.set("statusCallbackEvent", self.statusCallbackEvent)
        node.set("statusCallback", self.statusCallback)
        node.set("statusCallbackMethod", self.statusCallbackMethod)
        node.set("machineDetection", self.machineDetection)
        node.set("machineDetectionTimeout", seconds: self.machineDetectionTimeout)
        node.set("machineDetectionSpeechThreshold", milliseconds: self.machineDetectionSpeechThreshold)
        node.set("machineDetectionSpeechEndThreshold", milliseconds: self.machineDetectionSpeechEndThreshold)
        node.set("machineDetectionSilenceTimeout", milliseconds: self.machineDetectionSilenceTimeout)
        node.set("amdStatusCallback", self.amdStatusCallback)
        node.set("amdStatusCallbackMethod", self.amdStatusCallbackMethod)
        return node
    }

    private var content: [TwiMLNode] {
        var content = self.address.isEmpty ? [] : [TwiMLNode.text(self.address)]
        content += self.uris.map(\.node)
        if !self.headers.isEmpty { content.append(TwiMLNode("Headers", children: self.headers)) }
        return content
    }
}
