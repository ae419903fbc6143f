// SPDX-License-Identifier: Apache-2.0

public import Twilio

/// What Twilio does with a call: one of three, never two.
public enum CallInstructions: Sendable, Hashable {
    /// Asks a URL for TwiML; Twilio's default method is POST.
    case url(String, method: CallbackMethod? = nil)
    /// Executes this document, of at most 4,000 characters.
    case twiML(String)
    /// Does what an application (`AP…`) says, whose URLs then replace all others of the request.
    case application(String)

    /// Executes this document.
    public static func twiML(_ document: TwiMLDocument) -> Self {
        .twiML(document.description)
    }
}

extension CallInstructions {
    func write(to writer: inout FormWriter) throws(TwilioRESTError) {
        switch self {
        case .url(let url, let method):
            guard !url.isEmpty else { throw TwilioRESTError(.invalidRequest, "Url is empty.") }
            writer.set("Url", url)
            writer.set("Method", method)
        case .twiML(let document):
            // Twilio's error 32019.
            guard (1...TwiMLDocument.maximumInlineCharacters).contains(document.unicodeScalars.count) else {
                throw TwilioRESTError(.invalidRequest, "Twiml has 1 to 4,000 characters.")
            }
            writer.set("Twiml", document)
        case .application(let sid):
            guard !sid.isEmpty else { throw TwilioRESTError(.invalidRequest, "ApplicationSid is empty.") }
            writer.set("ApplicationSid", sid)
        }
    }
}
