// SPDX-License-Identifier: Apache-2.0

extension Response {
    /// What Twilio would refuse, cut or ignore in this response; nothing when all is well.
    ///
    /// It costs about as much as writing the document, so it is meant for documents that contain what others said or
    /// configured, and for tests.
    public func problems(for delivery: TwiMLDelivery = .fetched) -> [TwiMLProblem] {
        TwiMLValidator.problems(of: self.node, document: self.document, delivery: delivery)
    }

    /// The document to send, if there is nothing wrong with it.
    ///
    /// Otherwise it throws a ``TwilioError`` with the code ``TwilioError/Code/invalidTwiML``, which reports all
    /// problems, see ``TwilioError/twimlProblems``.
    public func validated(for delivery: TwiMLDelivery = .fetched) throws(TwilioError) -> TwiMLDocument {
        let document = self.document
        let problems = TwiMLValidator.problems(of: self.node, document: document, delivery: delivery)
        guard let first = problems.first else { return document }
        let others = problems.count > 1 ? " (and \(problems.count - 1) more)" : ""
        throw TwilioError(.invalidTwiML, "\(first)\(others)", cause: TwiMLProblems(problems: problems))
    }
}

extension TwilioError {
    /// The problems of a document that was refused with ``Code/invalidTwiML``; otherwise nothing.
    public var twimlProblems: [TwiMLProblem] {
        (self.cause as? TwiMLProblems)?.problems ?? []
    }
}
