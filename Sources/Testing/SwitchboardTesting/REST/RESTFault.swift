// SPDX-License-Identifier: Apache-2.0

/// Something that happens to a request to the simulated REST API instead of, or on the way of, its answer.
public enum RESTFault: Sendable, Hashable {
    /// An error of Twilio's with this status (429, 500, 503, …); nothing is done.
    case status(Int, retryAfter: Int? = nil)
    /// A gateway's HTML page with this status; nothing is done.
    case html(Int)
    /// The connection is closed without an answer; nothing is done.
    case refuse
    /// No answer ever; nothing is done.
    case hang
    /// Everything is done and the JSON breaks off in the middle, in an answer that is complete as HTTP.
    case truncated
    /// Everything is done and the answer comes late.
    case slow(Duration)
    /// Everything is done and the connection is closed in the middle of the answer.
    case closeMidAnswer
    /// Everything is done and the connection is closed without an answer: the call is made, and nobody says so.
    case dropAfterCommit
    /// Everything is done and no answer ever comes.
    case hangAfterCommit

    /// Whether the request is carried out.
    var isCommitted: Bool {
        switch self {
        case .status, .html, .refuse, .hang: false
        case .truncated, .slow, .closeMidAnswer, .dropAfterCommit, .hangAfterCommit: true
        }
    }

    /// The answer where nothing is done and something is said.
    var answer: TwinAnswer? {
        switch self {
        case .status(let status, let retryAfter):
            let code = status == 429 ? 20_429 : status == 503 ? 20_503 : status >= 500 ? 20_500 : 20_001
            let words =
                status == 429 ? "Too many requests" : status == 503 ? "Service unavailable" : "An error occurred"
            var answer = TwinFailure(status, code, words).answer
            if let retryAfter { answer.headers.append(.init(name: "Retry-After", value: String(retryAfter))) }
            return answer
        case .html(let status):
            let page = "<html><head><title>\(status)</title></head><body><h1>\(status)</h1></body></html>"
            return TwinAnswer(status: status, type: "text/html", bytes: Array(page.utf8))
        case .refuse, .hang, .truncated, .slow, .closeMidAnswer, .dropAfterCommit, .hangAfterCommit: return nil
        }
    }
}
