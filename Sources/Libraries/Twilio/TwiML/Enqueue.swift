// SPDX-License-Identifier: Apache-2.0

/// Puts the caller into a queue, from which ``Queue`` or TaskRouter takes them.
///
/// See <https://www.twilio.com/docs/voice/twiml/enqueue>.
public struct Enqueue: Verb {
    /// The name of the queue, at most 64 characters; nil when a workflow of TaskRouter decides.
    public var name: String?
    /// Where Twilio asks for what comes next when the caller leaves the queue; without it the next verb runs.
    public var action: String?
    /// How the action is requested; Twilio's default is POST.
    public var method: CallbackMethod?
    /// What is heard meanwhile; empty text is silence, the default music.
    public var waitUrl: String?
    /// How that document is requested; Twilio's default is POST.
    public var waitUrlMethod: CallbackMethod?
    /// The SID of a workflow of TaskRouter, `WW…`.
    public var workflowSid: String?
    /// How many may wait; Twilio's default is 1,000.
    public var maxQueueSize: Int?
    /// What TaskRouter is told of the call.
    public var task: Task?

    /// Creates the verb; what is left out is left to Twilio's default.
    public init(
        _ name: String? = nil,
        action: String? = nil,
        method: CallbackMethod? = nil,
        waitUrl: String? = nil,
        waitUrlMethod: CallbackMethod? = nil,
        workflowSid: String? = nil,
        maxQueueSize: Int? = nil,
        task: Task? = nil
    ) {
        self.name = name
        self.action = action
        self.method = method
        self.waitUrl = waitUrl
        self.waitUrlMethod = waitUrlMethod
        self.workflowSid = workflowSid
        self.maxQueueSize = maxQueueSize
        self.task = task
    }

    /// The XML element to write.
    public var node: TwiMLNode {
        let name = self.name.map { [TwiMLNode.text($0)] } ?? []
        var node = TwiMLNode("Enqueue", content: name + (self.task.map { [$0.node] } ?? []))
        node.set("action", self.action)
        node.set("method", self.method)
        node.set("waitUrl", self.waitUrl)
        node.set("waitUrlMethod", self.waitUrlMethod)
        node.set("workflowSid", self.workflowSid)
        node.set("maxQueueSize", self.maxQueueSize)
        return node
    }
}
